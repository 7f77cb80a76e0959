import type { LoadedContent } from './check/load-content.ts';
import type { PartName } from './desk-parts.ts';
import { openArticles, type PackedArticles } from './knowledge/packed-articles.ts';

/** Of each part, by `printOf`. */
export type Prints = ReadonlyMap<PartName, string>;

/** A folder's content as it is kept. */
export interface PackedContent {
  readonly articles: readonly PackedArticles[];
  readonly rest: Omit<LoadedContent, 'articles'>;
  readonly prints: Prints;
}

export const openContent = ({ articles, rest }: Pick<PackedContent, 'articles' | 'rest'>): LoadedContent => ({
  ...rest,
  articles: articles.flatMap(openArticles),
});
