/** An answer whose outcome is known. */
export interface Outcome {
  readonly signs: Float64Array;
  readonly right: boolean;
  readonly weight: number;
}

/** Weights of the signs; the probability is their logistic. */
export type Calibration = readonly number[];

const rounds = 200;
/** How hard one outcome's worth of prior pulls at a weight. */
const priorPull = 0.1;

export function probabilityOf(calibration: Calibration, signs: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < signs.length; i++) sum += (calibration[i] ?? 0) * (signs[i] ?? 0);
  return 1 / (1 + Math.exp(-sum));
}

/**
 * Binary logistic regression with a Gaussian prior around `prior` (Platt 1999 scales one score so; here
 * there are several): the weights that make the outcomes and the prior most likely. With few outcomes
 * the prior stands; it counts as much as `strength` outcomes.
 *
 * Accelerated gradient descent (Nesterov 1983); the signs are within about [-1, 1], so a step of
 * 4 / (number of signs) is below what the curvature allows.
 */
export function calibrate(outcomes: readonly Outcome[], prior: Calibration, strength: number): Calibration {
  const total = outcomes.reduce((sum, { weight }) => sum + weight, 0) + strength;
  const step = 4 / (prior.length + 1);
  let weights = [...prior];
  let ahead = weights;
  for (let round = 0; round < rounds; round++) {
    const slope = slopeAt(ahead, outcomes, prior, strength);
    const next = ahead.map((weight, i) => weight - (step * (slope[i] ?? 0)) / total);
    const momentum = round / (round + 3);
    ahead = next.map((weight, i) => weight + momentum * (weight - (weights[i] ?? 0)));
    weights = next;
  }
  return weights;
}

function slopeAt(
  weights: Calibration,
  outcomes: readonly Outcome[],
  prior: Calibration,
  strength: number,
): number[] {
  const slope = weights.map((weight, i) => priorPull * strength * (weight - (prior[i] ?? 0)));
  for (const { signs, right, weight } of outcomes) {
    const error = weight * (probabilityOf(weights, signs) - (right ? 1 : 0));
    for (let i = 0; i < slope.length; i++) slope[i] = (slope[i] ?? 0) + error * (signs[i] ?? 0);
  }
  return slope;
}
