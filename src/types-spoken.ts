import type { AnswerOptions, KnowledgeSnapshot } from './knowledge/answer.ts';
import { primary } from './knowledge/language.ts';
import { type TypeTranslation, translated } from './work-orders/translated-type.ts';
import type { WorkOrderType } from './work-orders/work-order-type.ts';

/** The type in a language that it is translated into, else as it is. */
export function typeIn(
  type: WorkOrderType,
  lang: string,
  translations: readonly TypeTranslation[],
): WorkOrderType {
  const words = translations.find((one) => one.of === type.id && primary(one.lang) === primary(lang));
  return words === undefined ? type : translated(type, words);
}

/** The types that have words of their own in a language, in that language; by language. */
export function typesByLanguage(
  types: readonly WorkOrderType[],
  translations: readonly TypeTranslation[],
): ReadonlyMap<string, readonly WorkOrderType[]> {
  const languages = new Set(translations.map(({ lang }) => primary(lang)));
  const inLanguage = (lang: string) =>
    types.map((type) => typeIn(type, lang, translations)).filter((type) => type.lang !== undefined);
  return new Map([...languages].map((lang) => [lang, inLanguage(lang)]));
}

/** Finds types by what people say in their language first, then in the desk's own. */
export function findingTypes(
  own: KnowledgeSnapshot,
  translated: ReadonlyMap<string, KnowledgeSnapshot>,
  deskLang: string,
): KnowledgeSnapshot {
  const answer = (question: string, options: AnswerOptions = {}) => {
    const lang = primary(options.lang ?? deskLang);
    const spoken = lang === primary(deskLang) ? undefined : translated.get(lang);
    const said = spoken?.answer(question, options);
    return said === undefined || said.kind === 'fallback' ? own.answer(question, options) : said;
  };
  return { revision: own.revision, articles: own.articles, answer };
}
