import { Analyzer } from '../../src/knowledge/analyzer.ts';
import type { KnowledgeSnapshot } from '../../src/knowledge/answer.ts';
import type { Article } from '../../src/knowledge/article.ts';
import { indexArticles } from '../../src/knowledge/indexed.ts';
import { openSnapshot, type SnapshotOptions } from '../../src/knowledge/snapshot.ts';
import type { SynonymGroups } from '../../src/knowledge/synonyms.ts';
import { train } from '../../src/knowledge/training.ts';

/** Learns the articles here and now, where the desk does in threads, and opens them for questions. */
export function createSnapshot(
  articles: readonly Article[],
  { synonyms, ...options }: SnapshotOptions & { readonly synonyms?: SynonymGroups } = {},
): KnowledgeSnapshot {
  const indexed = indexArticles(articles, new Analyzer(synonyms));
  return openSnapshot(indexed, train(articles, synonyms), options);
}
