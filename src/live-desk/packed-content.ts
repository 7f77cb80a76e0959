import { setImmediate } from 'node:timers/promises';
import type { LoadedContent } from '../check/load-content.ts';
import type { Article } from '../knowledge/article.ts';
import { openArticles, type PackedArticles } from '../knowledge/packed-articles.ts';
import type { PartName } from './desk-parts.ts';

/** Of each part, by `printOf`. */
export type Prints = ReadonlyMap<PartName, string>;

/** A folder's content as it is kept. */
export interface PackedContent {
  readonly articles: readonly PackedArticles[];
  readonly rest: Omit<LoadedContent, 'articles'>;
  readonly prints: Prints;
}

/** In small bites, so that turns are taken in between. */
export async function openContent({ articles: packed, rest }: PackedContent): Promise<LoadedContent> {
  const articles: Article[] = [];
  for (const some of packed) {
    articles.push(...openArticles(some));
    await setImmediate();
  }
  return { ...rest, articles };
}
