/** What is known about a ranking before its confidence: numbers of about -1 to 1, by name. */
export const signNames = [
  'one',
  'probability',
  'log-probability',
  'margin',
  'entropy',
  'strength',
  'prominence',
  'coverage',
  'known',
  'nearest',
  'average',
  'meant',
  'agreement',
  'length',
  'covered-probability',
] as const;

/** One value for each of `signNames`, in that order. */
export type Signs = Float64Array;

export interface Evidence {
  /** Fused logits of all articles in question, and their softmax. */
  readonly logits: Float64Array;
  readonly probabilities: Float64Array;
  /** The logits of the first two. */
  readonly best: number;
  readonly second: number | undefined;
  readonly probability: number;
  /** The idf-weighted share of the question's stems that the best article has. */
  readonly coverage: number;
  /** The same share, of stems that any phrasing has. */
  readonly known: number;
  readonly nearest: number;
  readonly average: number;
  /** 0 where no word's meaning is known. */
  readonly meant: number;
  /** MiniSearch's first is the same article. */
  readonly agrees: boolean;
  readonly words: number;
}

/** The cosine in meaning of two short texts that have little to do with one another. */
const unlike = 0.6;

/** Fixed scales, never the folder's own: the prior weights mean the same everywhere. */
export function signsOf(evidence: Evidence): Signs {
  const { logits, probabilities, best: top, second, probability } = evidence;
  const margin = second === undefined ? 6 : top - second;
  const { mean, deviation } = spread(logits);
  return Float64Array.of(
    1,
    probability,
    Math.max(-1, Math.log(probability) / 5),
    Math.min(1, margin / 6),
    entropy(probabilities),
    Math.min(1.5, top / 10),
    Math.min(1.5, (top - mean) / deviation / 10),
    evidence.coverage,
    evidence.known,
    evidence.nearest,
    evidence.average,
    evidence.meant === 0 ? 0 : evidence.meant - unlike,
    evidence.agrees ? 1 : 0,
    Math.min(1, Math.log(1 + evidence.words) / 4),
    probability * evidence.coverage,
  );
}

function spread(values: Float64Array): { readonly mean: number; readonly deviation: number } {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / values.length) || 1 };
}

/** 0 when one article has it all, 1 when all are alike. */
function entropy(probabilities: Float64Array): number {
  let sum = 0;
  for (const p of probabilities) if (p > 0) sum -= p * Math.log(p);
  return probabilities.length > 1 ? sum / Math.log(probabilities.length) : 0;
}
