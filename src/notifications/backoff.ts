const BASE = 5_000;
const FACTOR = 4;
const LONGEST = 6 * 3_600_000;

/** After so many attempts a delivery is given up: between one and two days. */
export const MAX_ATTEMPTS = 14;

/**
 * How long to wait after the attempt, counted from 1, ms: four times as long each time, at most 6 hours.
 * Somewhere in the upper half of that, by `random` in [0, 1), so that what failed together does not come
 * back together.
 */
export function backoff(attempt: number, random: number): number {
  const whole = Math.min(LONGEST, BASE * FACTOR ** (attempt - 1));
  return Math.round((whole / 2) * (1 + random));
}
