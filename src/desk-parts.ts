import { createHash } from 'node:crypto';
import type { LoadedContent } from './check/load-content.ts';
import type { Article } from './knowledge/article.ts';
import { byLanguage } from './knowledge/languages.ts';
import type { SynonymGroups } from './knowledge/synonyms.ts';
import { typeArticles } from './type-article.ts';

/** What is indexed and learned by itself: the desk's own language, its work-order types, each translation. */
export type PartName = 'own' | 'types' | `in ${string}`;

export function partsOf({
  articles,
  types,
  desk,
}: Pick<LoadedContent, 'articles' | 'types' | 'desk'>): ReadonlyMap<PartName, readonly Article[]> {
  const { own, others } = byLanguage(articles, desk.lang);
  const translations = [...others].map(([lang, some]): [PartName, readonly Article[]] => [
    `in ${lang}`,
    some,
  ]);
  return new Map<PartName, readonly Article[]>([
    ['own', own],
    ['types', typeArticles(types)],
    ...translations,
  ]);
}

/** Names all that a part is learned from. */
export function printOf(articles: readonly Article[], synonyms: SynonymGroups): string {
  const hash = createHash('sha256').update(JSON.stringify(synonyms));
  for (const { id, lang, title, questions, passages } of articles)
    hash.update(
      JSON.stringify([id, lang, title, questions, passages.map(({ headings, text }) => [headings, text])]),
    );
  return hash.digest('hex');
}

/** By language, of what is in another than the desk's own. */
export function translations<T>(parts: ReadonlyMap<PartName, T>): ReadonlyMap<string, T> {
  return new Map(
    [...parts].flatMap(([name, part]) => (name.startsWith('in ') ? [[name.slice(3), part]] : [])),
  );
}
