import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesWhole, patternFault } from '../../src/content/safe-pattern.ts';
import { cpuMs } from '../cpu-time.ts';

describe('takes', () => {
  it.each([
    '[A-Z]{2}\\d{2}[A-Z0-9]{11,30}',
    '\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}',
    '(?:AB|CD)-\\d+',
    '(\\d{3}-)*\\d{4}',
    '(\\d{4} ){3}\\d{4}',
    '[^@]+@[^@]+',
    'WO-[\\w]{4}-[\\w]{4}',
    '[\\]\\-(+*]+',
    '\\p{L}+',
    '(?i:yes|no)',
    // Slow only in engines that try again.
    '(a+)+',
    '(a|aa){40}',
  ])('%s', (source) => {
    expect(patternFault(source)).toBeUndefined();
  });
});

describe('refuses', () => {
  it.each([
    ['(a{1,100}){1,100}', 'invalid repeat count'],
    ['(a)\\1', 'refer back'],
    ['(?<n>a)\\k<n>', 'refer back'],
    ['(?=a)b', 'without'],
    ['(?<!a)b', 'without'],
    ['(', 'compiles'],
    ['[b-a]', 'compiles'],
    ['a'.repeat(501), 'at most 500'],
    ['('.repeat(5000) + ')'.repeat(5000), 'at most 500'],
  ])('%s', (source, why) => {
    expect(patternFault(source)).toContain(why);
  });
});

it('matches a whole text or not at all, by characters as people count them', () => {
  expect(matchesWhole('a|b', 'b')).toBe(true);
  expect(matchesWhole('a|b', 'ab')).toBe(false);
  expect(matchesWhole('.', '👍')).toBe(true);
  expect(matchesWhole('(?=a)b', 'anything: the pattern of an earlier version')).toBe(true);
});

it('says the same as the language itself, where that can be trusted with the pattern', () => {
  const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '(a)', '(?:a|b)', '(ab?)');
  const repeat = fc.constantFrom('', '?', '*', '+', '{2}', '{1,4}', '+?');
  const source = fc
    .array(fc.tuple(atom, repeat), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.map((part) => part.join('')).join(''));
  fc.assert(
    fc.property(
      source,
      fc.string({ unit: fc.constantFrom('a', 'b', '1', ' '), maxLength: 8 }),
      (pattern, text) => {
        expect(matchesWhole(pattern, text)).toBe(new RegExp(`^(?:${pattern})$`, 'u').test(text));
      },
    ),
    { numRuns: 500 },
  );
});

it.each([
  '(a+)+c',
  '(a*)*c',
  '(a|aa){40}c',
  '((a{1,9}){1,9}){1,9}',
  '(.{1,31}){1,31}c',
  `${'a?'.repeat(240)}c`,
])('is done soon with the longest text, whatever the pattern: %s', (source) => {
  expect(patternFault(source)).toBeUndefined();
  const began = cpuMs();
  matchesWhole(source, 'a'.repeat(10_000));
  expect(cpuMs() - began).toBeLessThan(3000);
});
