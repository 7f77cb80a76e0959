import { Analyzer } from './analyzer.ts';
import type { Article } from './article.ts';
import { ArticleIndex } from './article-index.ts';
import { BulkIndex } from './bulk-index.ts';
import { OpenIndex, type PackedIndex } from './packed-index.ts';
import { Retrieval } from './retrieval.ts';
import type { SynonymGroups } from './synonyms.ts';

/** Articles, searchable; what is learned from them comes in beside it, from wherever it was learned. */
export interface Indexed {
  readonly articles: readonly Article[];
  readonly analyzer: Analyzer;
  readonly retrieval: Retrieval;
}

/** From so many on, asking for each stem at once takes less than to add them all and ask when one comes up. */
const many = 1_000;

export function indexArticles(articles: readonly Article[], analyzer: Analyzer): Indexed {
  const index =
    articles.length < many ? ArticleIndex.of(articles, analyzer) : indexAtOnce(articles, analyzer);
  return { articles, analyzer, retrieval: new Retrieval(index) };
}

function indexAtOnce(articles: readonly Article[], analyzer: Analyzer): OpenIndex {
  const index = new BulkIndex(analyzer);
  index.add(articles);
  return new OpenIndex(index.packed());
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
