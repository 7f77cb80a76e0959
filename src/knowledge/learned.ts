import type { Analyzer } from './analyzer.ts';
import type { Article } from './article.ts';
import { FeatureSpace, inverseFrequencies, vectorOf } from './features.ts';
import { type LinearModel, trainLinear } from './logistic-regression.ts';
import { type PackedVectors, packVectors } from './packed-vectors.ts';
import { phrasingsOf } from './phrasings.ts';

/** What is learned from the phrasings: plain data, so that a worker can hand it over. */
export interface Learned {
  /** The features' names, in the order of their ids. */
  readonly names: readonly string[];
  readonly idf: Float32Array;
  readonly model: LinearModel;
  readonly phrasings: PackedVectors;
}

/** Many epochs settle a small folder; a large one has seen enough examples after a few. */
function epochsFor(examples: number): number {
  if (examples < 3_000) return 40;
  return examples < 8_000 ? 8 : 5;
}

const firstStep = 4;
const seed = 1;

/** Learns the ranking: every phrasing is an example of its article. `effort` below 1 saves epochs. */
export function learn(articles: readonly Article[], analyzer: Analyzer, effort = 1): Learned {
  const phrasings = articles.flatMap(phrasingsOf);
  const space = new FeatureSpace();
  const counts = phrasings.map(({ text }) => space.learn(analyzer.tokens(text)));
  const idf = inverseFrequencies(counts, space.size);
  const vectors = counts.map((each) => vectorOf(each, idf));
  const labels = phrasings.map(({ article }) => article);
  const examples = phrasings.map(({ article, weight }, i) => ({
    vector: vectors[i] ?? vectorOf(space.count([]), idf),
    label: article,
    weight,
  }));
  const epochs = Math.max(2, Math.round(epochsFor(examples.length) * effort));
  const model = trainLinear(examples, space.size, articles.length, { epochs, step: firstStep, seed });
  return { names: space.names(), idf, model, phrasings: packVectors(vectors, labels, articles.length) };
}
