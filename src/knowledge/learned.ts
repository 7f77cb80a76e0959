import type { Analyzer } from './analyzer.ts';
import type { Article } from './article.ts';
import { FeatureSpace, inverseFrequencies, vectorOf } from './features.ts';
import { type LinearModel, trainLinear } from './logistic-regression.ts';
import { joinNames } from './names.ts';
import { type PackedVectors, packVectors } from './packed-vectors.ts';
import { phrasingsOf } from './phrasings.ts';
import { SharedRoom } from './tally.ts';

/** What is learned from the phrasings: plain data, so that a worker can hand it over. */
export interface Learned {
  /** The features' names, in the order of their ids, joined (names.ts). */
  readonly names: string;
  readonly idf: Float32Array;
  /** Undefined for a folder too large for a weight per feature and article: see `mostWeights`. */
  readonly model: LinearModel | undefined;
  readonly phrasings: PackedVectors;
}

/**
 * A few examples must be seen often to settle: 20 epochs brought 0.3 points over 10, on both sets. A large
 * folder has seen enough after a few: 12 brought 0.2 points over 6, at twice the time.
 */
function epochsFor(examples: number): number {
  if (examples >= 3_000) return 6;
  return Math.round(Math.min(40, Math.max(20, 6_000 / examples)));
}

/**
 * Weights grow as features times articles: 24 million are 96 MB, about 1,000 articles. Beyond, the
 * nearest phrasings rank MiniSearch's best (`nearestLogit` in ranker.ts).
 */
const mostWeights = 24_000_000;

/** Beyond, an article's opening is read only where it has no phrasing at all: openings are most of the text. */
const manyArticles = 2_000;

const firstStep = 4;
const seed = 1;

/**
 * Learns the ranking: every phrasing is an example of its article. The articles are of one language
 * (languages.ts). `effort` below 1 saves epochs.
 */
export function learn(articles: readonly Article[], analyzer: Analyzer, effort = 1): Learned {
  const enough = articles.length > manyArticles ? 1 : undefined;
  const phrasings = articles.flatMap((article, index) => phrasingsOf(article, index, enough));
  const space = FeatureSpace.in(articles[0]?.lang ?? '');
  const room = new SharedRoom();
  const counts = phrasings.map(({ text }) => space.learn(analyzer.tokens(text), room));
  const labels = phrasings.map(({ article }) => article);
  const idf = inverseFrequencies(counts, labels, articles.length, space.size);
  const vectors = counts.map((each) => vectorOf(each, idf, room));
  const packed = packVectors(vectors, labels, articles.length);
  const names = joinNames(space.names());
  if (space.size * articles.length > mostWeights) return { names, idf, model: undefined, phrasings: packed };
  const examples = phrasings.map(({ article, weight }, i) => ({
    vector: vectors[i] ?? vectorOf(space.count([]), idf),
    label: article,
    weight,
  }));
  const epochs = Math.max(2, Math.round(epochsFor(examples.length) * effort));
  const model = trainLinear(examples, space.size, articles.length, { epochs, step: firstStep, seed });
  return { names, idf, model, phrasings: packed };
}
