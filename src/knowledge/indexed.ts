import { Analyzer } from './analyzer.ts';
import type { Article } from './article.ts';
import { ArticleIndex } from './article-index.ts';
import { OpenIndex, type PackedIndex } from './packed-index.ts';
import { Retrieval } from './retrieval.ts';
import type { SynonymGroups } from './synonyms.ts';

/** Articles, searchable; what is learned from them comes in beside it, from wherever it was learned. */
export interface Indexed {
  readonly articles: readonly Article[];
  readonly analyzer: Analyzer;
  readonly retrieval: Retrieval;
}

export function indexArticles(articles: readonly Article[], analyzer: Analyzer): Indexed {
  return { articles, analyzer, retrieval: new Retrieval(ArticleIndex.of(articles, analyzer)) };
}

/** Indexes in small bites, so that turns are taken while a large folder is read. */
export async function indexInBites(
  articles: readonly Article[],
  synonyms: SynonymGroups = [],
): Promise<Indexed> {
  const analyzer = new Analyzer(synonyms);
  return { articles, analyzer, retrieval: new Retrieval(await ArticleIndex.inBites(articles, analyzer)) };
}

/** With what MiniSearch said of the same articles before, elsewhere. */
export function indexedBefore(
  articles: readonly Article[],
  synonyms: SynonymGroups,
  packed: PackedIndex,
): Indexed {
  return { articles, analyzer: new Analyzer(synonyms), retrieval: new Retrieval(new OpenIndex(packed)) };
}
