import type { AnswerOptions, KnowledgeSnapshot } from '../knowledge/answer.ts';
import { primary } from '../knowledge/language.ts';
import { type TypeTranslation, translated } from '../work-orders/translated-type.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';

/** A type in a language that it is translated into, else as it is. */
export type TypeIn = (type: WorkOrderType, lang: string) => WorkOrderType;

/** Each turn asks for all of them, so what was translated is kept, for as long as the type itself. */
export function translating(translations: readonly TypeTranslation[]): TypeIn {
  const kept = new WeakMap<TypeTranslation, WeakMap<WorkOrderType, WorkOrderType>>();
  return (type, lang) => {
    const words = translations.find((one) => one.of === type.id && primary(one.lang) === primary(lang));
    if (words === undefined) return type;
    const known = kept.get(words) ?? new WeakMap<WorkOrderType, WorkOrderType>();
    kept.set(words, known);
    const spoken = known.get(type) ?? translated(type, words);
    known.set(type, spoken);
    return spoken;
  };
}

/** The types that have words of their own in a language, in that language; by language. */
export function typesByLanguage(
  types: readonly WorkOrderType[],
  translations: readonly TypeTranslation[],
): ReadonlyMap<string, readonly WorkOrderType[]> {
  const languages = new Set(translations.map(({ lang }) => primary(lang)));
  const typeIn = translating(translations);
  const inLanguage = (lang: string) =>
    types.map((type) => typeIn(type, lang)).filter((type) => type.lang !== undefined);
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
