import type { Article } from './article.ts';
import { packVectors } from './packed-vectors.ts';
import type { Training } from './training.ts';

/**
 * What was learned, laid out for changed articles: weights and phrasings go with their article's id, and
 * a new article starts without. So a changed text is live at once, by MiniSearch, on the old ranking; the
 * new ranking follows when it is learned.
 */
export function carryOver(
  { learned, confidence }: Training,
  before: readonly Article[],
  after: readonly Article[],
): Training {
  const oldPlace = new Map(before.map(({ id }, at) => [id, at]));
  const sources = after.map(({ id }) => oldPlace.get(id));
  if (before.length === after.length && sources.every((source, at) => source === at))
    return { learned, confidence };
  const model = learned.model && {
    classes: after.length,
    weights: rearranged(learned.model.weights, before.length, sources),
  };
  return { learned: { ...learned, model, phrasings: regrouped(learned.phrasings, sources) }, confidence };
}

function rearranged(
  weights: Float32Array,
  classes: number,
  sources: readonly (number | undefined)[],
): Float32Array {
  const features = classes === 0 ? 0 : weights.length / classes;
  const result = new Float32Array(features * sources.length);
  for (const [to, from] of sources.entries()) {
    if (from === undefined) continue;
    for (let f = 0; f < features; f++) result[f * sources.length + to] = weights[f * classes + from] ?? 0;
  }
  return result;
}

function regrouped(
  packed: Training['learned']['phrasings'],
  sources: readonly (number | undefined)[],
): Training['learned']['phrasings'] {
  const vectors = sources.flatMap((from, label) => {
    if (from === undefined) return [];
    const first = packed.articles[from] ?? 0;
    return Array.from({ length: (packed.articles[from + 1] ?? 0) - first }, (_, i) => {
      const [start, end] = [packed.starts[first + i], packed.starts[first + i + 1]];
      return { label, ids: packed.ids.subarray(start, end), values: packed.values.subarray(start, end) };
    });
  });
  return packVectors(
    vectors,
    vectors.map(({ label }) => label),
    sources.length,
  );
}
