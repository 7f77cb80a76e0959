import type { DeskSettings } from './desk/desk-settings.ts';
import type { AnswerOptions, KnowledgeSnapshot } from './knowledge/answer.ts';
import { primary } from './knowledge/language.ts';
import { createSnapshot } from './knowledge/snapshot.ts';
import { typeArticle } from './type-article.ts';
import { type TypeTranslation, translated } from './work-orders/translated-type.ts';
import type { WorkOrderType } from './work-orders/work-order-type.ts';

interface Spoken {
  readonly types: ReadonlyMap<string, WorkOrderType>;
  readonly typeTranslations: readonly TypeTranslation[];
  readonly desk: DeskSettings;
}

/** The type in a language that it is translated into, else as it is. */
export function typeIn(
  type: WorkOrderType,
  lang: string,
  translations: readonly TypeTranslation[],
): WorkOrderType {
  const words = translations.find((one) => one.of === type.id && primary(one.lang) === primary(lang));
  return words === undefined ? type : translated(type, words);
}

/**
 * Finds types by what people say in their language first, then in the desk's own. A language is learned when
 * somebody first files in it: a handful of phrasings, which no start need wait for.
 */
export function findingTypes(own: KnowledgeSnapshot, spoken: Spoken): KnowledgeSnapshot {
  const { types, typeTranslations, desk } = spoken;
  const languages = new Set(typeTranslations.map(({ lang }) => primary(lang)));
  const learned = new Map<string, KnowledgeSnapshot>();
  const inLanguage = (lang: string): KnowledgeSnapshot => {
    const known = learned.get(lang) ?? createSnapshot(articlesIn(lang), { synonyms: desk.synonyms });
    learned.set(lang, known);
    return known;
  };
  const articlesIn = (lang: string) =>
    [...types.values()]
      .map((type) => typeIn(type, lang, typeTranslations))
      .filter((type) => type.lang !== undefined)
      .map(typeArticle);
  const answer = (question: string, options: AnswerOptions = {}) => {
    const lang = primary(options.lang ?? desk.lang);
    if (lang === primary(desk.lang) || !languages.has(lang)) return own.answer(question, options);
    const said = inLanguage(lang).answer(question, options);
    return said.kind === 'fallback' ? own.answer(question, options) : said;
  };
  return { revision: own.revision, articles: own.articles, answer };
}
