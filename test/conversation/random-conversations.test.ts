import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRandomDesk, type RandomDesk } from './random-desk.ts';
import { conversations } from './random-steps.ts';

/** The short form; test/faults holds 10,000. */
const runs = 500;

describe('random conversations', () => {
  let desk: RandomDesk;
  beforeAll(async () => {
    desk = await openRandomDesk();
  });
  afterAll(() => desk.close());

  it('never throw, lose or double a work order, keep a valid state, and can always be sent or cancelled', async () => {
    await fc.assert(
      fc.asyncProperty(conversations, (conversation) => desk.hold(conversation)),
      // The same ones in every run; making a failing one shorter would take minutes.
      { numRuns: runs, seed: 1, endOnFailure: true },
    );
    expect(desk.filed()).toBeGreaterThan(runs / 4);
  }, 300_000);
});
