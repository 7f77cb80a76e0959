import fc from 'fast-check';
import { expect, it } from 'vitest';
import { editDistance, nearest, nearestPath } from '../../src/content/nearest.ts';

it.each([
  ['titel', 'title'],
  ['Title', 'title'],
  ['follow-up', 'follow-ups'],
  ['work_order', 'work-order'],
  ['colour', undefined],
])('%s is meant for %s', (word, expected) => {
  expect(nearest(word, ['title', 'owner', 'follow-ups', 'work-order'])).toBe(expected);
});

it.each([
  ['loans/late', 'fees/late'],
  ['late', 'fees/late'],
  ['loans/Lost', 'loans/lost'],
  ['loans/lots', 'loans/lost'],
  ['rooms/quiet', undefined],
])('%s is meant for %s, moved or mistyped', (id, expected) => {
  expect(nearestPath(id, ['loans/lost', 'loans/lend', 'fees/late'])).toBe(expected);
});

it('measures the same both ways, and nothing between equals', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, b) === 0).toBe(a === b);
    }),
  );
});
