import type { Hit } from './answer.ts';
import type { Article } from './article.ts';

/** "de-AT" and "de" are one language to a reader. */
export function primary(lang: string): string {
  const end = lang.indexOf('-');
  return (end < 0 ? lang : lang.slice(0, end)).toLowerCase();
}

/** An article and its translations are one subject. */
export const subjectOf = ({ id, translationOf }: Article): string => translationOf ?? id;

/** Whether any subject stands there in more than one language. */
export const hasTranslations = (articles: readonly Article[]): boolean =>
  new Set(articles.map(subjectOf)).size < articles.length;

/**
 * Of an article and its translations, the one in the conversation's language stands where the best of
 * them stood, and the others go; without one in that language, the best of them stays.
 */
export function preferLanguage(hits: readonly Hit[], lang: string | undefined): Hit[] {
  const subjects = new Map<string, Hit[]>();
  for (const hit of hits) {
    const subject = subjectOf(hit.article);
    const versions = subjects.get(subject);
    if (versions === undefined) subjects.set(subject, [hit]);
    else versions.push(hit);
  }
  return [...subjects.values()].flatMap((versions) => {
    const [best] = versions;
    if (best === undefined) return [];
    const wanted =
      lang === undefined ? best : versions.find(({ article }) => primary(article.lang) === primary(lang));
    return [wanted === undefined || wanted === best ? best : { ...best, ...pick(wanted) }];
  });
}

/** The version shown takes over the rank, so it takes over how sure the rank is. */
function pick({ article, passage, why }: Hit): Pick<Hit, 'article' | 'passage' | 'why'> {
  return { article, passage, why };
}
