import type { Vector } from './features.ts';
import { seededRandom, shuffle } from './random.ts';

export interface Example {
  readonly vector: Vector;
  readonly label: number;
  readonly weight: number;
}

/** Weights by feature, then class: `weights[feature * classes + class]`. */
export interface LinearModel {
  readonly classes: number;
  readonly weights: Float32Array;
}

export interface Schedule {
  readonly epochs: number;
  /** The first step; it falls in a line to 0. */
  readonly step: number;
  readonly seed: number;
}

/** A class whose probability is this near to its target has nothing to learn from the example. */
const negligible = 1e-3;

/**
 * Multinomial logistic regression by stochastic gradient descent, one example at a time:
 * w ← (1 - ηλ)·w - η·(p - y)·x, with p the softmax of w·x, η = step·(1 - t/T) and λ = 1/(30·N).
 * The decay is kept as one factor beside the weights, so that a step costs only the example's features
 * (Bottou, "Stochastic Gradient Descent Tricks", 2012).
 */
export function trainLinear(
  examples: readonly Example[],
  features: number,
  classes: number,
  schedule: Schedule,
  start?: Float32Array,
): LinearModel {
  const weights = start ?? new Float32Array(features * classes);
  const order = Uint32Array.from(examples.keys());
  const random = seededRandom(schedule.seed);
  const steps = schedule.epochs * examples.length;
  const decay = 1 / (30 * Math.max(1, examples.length));
  const logits = new Float64Array(classes);
  const active = new Uint32Array(classes);
  const seen = new Seen(examples.reduce((most, { vector }) => Math.max(most, vector.ids.length), 0));
  let scale = 1;
  let taken = 0;
  for (let epoch = 0; epoch < schedule.epochs; epoch++) {
    shuffle(order, random);
    for (const index of order) {
      const example = examples[index];
      if (example === undefined) continue;
      const step = schedule.step * (1 - taken++ / steps);
      seen.draw(example.vector, random);
      addLogits(weights, classes, seen, logits, scale);
      softmax(logits);
      scale *= 1 - step * decay;
      descend(weights, classes, seen, logits, example.label, active, (step * example.weight) / scale);
    }
  }
  for (let i = 0; i < weights.length; i++) weights[i] = (weights[i] ?? 0) * scale;
  return { classes, weights };
}

/** The share of an example's features hidden each time it is seen. */
const dropout = 0.4;

/** The first `count` entries of two arrays. */
interface Features {
  readonly ids: Uint32Array;
  readonly values: Float32Array;
  readonly count: number;
}

/**
 * An example as it is seen once: some features hidden, and the rest scaled to the same length, so that no
 * single word carries an article (Wager, Wang and Liang, "Dropout Training as Adaptive Regularization",
 * 2013). Used again for every example: allocating took longer than learning.
 */
class Seen implements Features {
  readonly ids: Uint32Array;
  readonly values: Float32Array;
  count = 0;

  constructor(most: number) {
    this.ids = new Uint32Array(most);
    this.values = new Float32Array(most);
  }

  draw({ ids, values }: Vector, random: () => number): void {
    let before = 0;
    let after = 0;
    this.count = 0;
    for (let i = 0; i < ids.length; i++) {
      const value = values[i] ?? 0;
      before += value * value;
      if (random() < dropout) continue;
      this.ids[this.count] = ids[i] ?? 0;
      this.values[this.count++] = value;
      after += value * value;
    }
    const length = Math.sqrt(before / (after || 1));
    for (let i = 0; i < this.count; i++) this.values[i] = (this.values[i] ?? 0) * length;
  }
}

/** w·x of every class. */
export function logitsOf(model: LinearModel, { ids, values }: Vector, logits: Float64Array): void {
  addLogits(model.weights, model.classes, { ids, values, count: ids.length }, logits, 1);
}

/** Four features a pass: the logits are read and written a quarter as often, and the sums come out the same. */
function addLogits(
  weights: Float32Array,
  classes: number,
  { ids, values, count }: Features,
  logits: Float64Array,
  scale: number,
): void {
  logits.fill(0);
  let i = 0;
  for (; i + 3 < count; i += 4) {
    const v0 = (values[i] ?? 0) * scale;
    const v1 = (values[i + 1] ?? 0) * scale;
    const v2 = (values[i + 2] ?? 0) * scale;
    const v3 = (values[i + 3] ?? 0) * scale;
    const b0 = (ids[i] ?? 0) * classes;
    const b1 = (ids[i + 1] ?? 0) * classes;
    const b2 = (ids[i + 2] ?? 0) * classes;
    const b3 = (ids[i + 3] ?? 0) * classes;
    for (let c = 0; c < classes; c++) {
      logits[c] =
        (logits[c] ?? 0) +
        v0 * (weights[b0 + c] ?? 0) +
        v1 * (weights[b1 + c] ?? 0) +
        v2 * (weights[b2 + c] ?? 0) +
        v3 * (weights[b3 + c] ?? 0);
    }
  }
  for (; i < count; i++) {
    const value = (values[i] ?? 0) * scale;
    const base = (ids[i] ?? 0) * classes;
    for (let c = 0; c < classes; c++) logits[c] = (logits[c] ?? 0) + value * (weights[base + c] ?? 0);
  }
}

/** In place. */
export function softmax(logits: Float64Array): void {
  let most = -Infinity;
  for (const logit of logits) if (logit > most) most = logit;
  let sum = 0;
  for (let c = 0; c < logits.length; c++) {
    const power = Math.exp((logits[c] ?? 0) - most);
    logits[c] = power;
    sum += power;
  }
  for (let c = 0; c < logits.length; c++) logits[c] = (logits[c] ?? 0) / sum;
}

/** Only the few classes that the example speaks about are moved: most of the softmax is 0 soon. */
function descend(
  weights: Float32Array,
  classes: number,
  { ids, values, count }: Features,
  probabilities: Float64Array,
  label: number,
  active: Uint32Array,
  step: number,
): void {
  probabilities[label] = (probabilities[label] ?? 0) - 1;
  let moved = 0;
  for (let c = 0; c < classes; c++) if (Math.abs(probabilities[c] ?? 0) > negligible) active[moved++] = c;
  for (let i = 0; i < count; i++) {
    const base = (ids[i] ?? 0) * classes;
    const change = step * (values[i] ?? 0);
    for (let a = 0; a < moved; a++) {
      const c = active[a] ?? 0;
      weights[base + c] = (weights[base + c] ?? 0) - change * (probabilities[c] ?? 0);
    }
  }
}
