import { Analyzer } from './analyzer.ts';
import type { Article } from './article.ts';
import { type Confidence, learnConfidence } from './confidence.ts';
import { type Learned, learn } from './learned.ts';
import type { SynonymGroups } from './synonyms.ts';

/** All that is learned from a folder: plain data, so that a worker can hand it over. */
export interface Training {
  readonly learned: Learned;
  readonly confidence: Confidence;
}

/** Learns a folder. Same folder, same result; takes from milliseconds to seconds. */
export function train(articles: readonly Article[], synonyms: SynonymGroups = []): Training {
  const analyzer = new Analyzer(synonyms);
  return { learned: learn(articles, analyzer), confidence: learnConfidence(articles, analyzer) };
}

/** The large arrays of a training: a thread that is done with them hands them over instead of copying. */
export function buffersOf({ learned }: Training): ArrayBuffer[] {
  const { ids, values, starts, articles } = learned.phrasings;
  const arrays = [
    learned.idf,
    ids,
    values,
    starts,
    articles,
    ...(learned.model ? [learned.model.weights] : []),
  ];
  return arrays.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? buffer : []));
}
