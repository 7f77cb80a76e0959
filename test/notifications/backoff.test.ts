import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoff, MAX_ATTEMPTS } from '../../src/notifications/backoff.ts';

const attempt = fc.integer({ min: 1, max: 1000 });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('backoff', () => {
  it('waits at least 2.5 seconds and at most 6 hours, however often it failed', () =>
    fc.assert(
      fc.property(attempt, random, (n, r) => {
        expect(backoff(n, r)).toBeGreaterThanOrEqual(2500);
        expect(backoff(n, r)).toBeLessThanOrEqual(6 * 3_600_000);
        expect(Number.isSafeInteger(backoff(n, r))).toBe(true);
      }),
    ));

  it('never waits less after another failure', () =>
    fc.assert(
      fc.property(attempt, random, random, (n, r, other) => {
        expect(backoff(n + 1, r)).toBeGreaterThanOrEqual(backoff(n, r));
        // Until the longest wait, even the unluckiest draw is longer than any draw before.
        if (n < 6) expect(backoff(n + 1, other)).toBeGreaterThanOrEqual(backoff(n, r));
      }),
    ));

  it('spreads what failed together over half of the wait', () =>
    fc.assert(
      fc.property(attempt, (n) => {
        const [first, last] = [backoff(n, 0), backoff(n, 0.999_999)];
        expect(last / first).toBeGreaterThan(1.99);
      }),
    ));

  it('gives a delivery up after one to two days', () =>
    fc.assert(
      fc.property(fc.array(random, { minLength: MAX_ATTEMPTS, maxLength: MAX_ATTEMPTS }), (draws) => {
        const whole = draws.slice(0, -1).reduce((sum, r, at) => sum + backoff(at + 1, r), 0);
        expect(whole / 3_600_000).toBeGreaterThan(20);
        expect(whole / 3_600_000).toBeLessThan(48);
      }),
    ));
});
