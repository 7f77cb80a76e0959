import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern, patternFault } from '../../src/content/safe-pattern.ts';

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
  ])('%s', (source) => {
    expect(patternFault(source)).toBeUndefined();
  });
});

describe('refuses', () => {
  it.each([
    ['(a+)+', 'fewer repeats'],
    ['(a*)*b', 'fewer repeats'],
    ['(a|a)*', 'fewer repeats'],
    ['(a|aa){40}', 'fewer repeats'],
    ['(a?){30}', 'fewer repeats'],
    ['((a{1,9}){1,9}){1,9}', 'fewer repeats'],
    [`${'a?'.repeat(30)}${'a'.repeat(30)}`, 'fewer repeats'],
    ['.*a.*b.*c.*d.*', 'fewer repeats'],
    ['(a)\\1', 'refer back'],
    ['(?<n>a)\\k<n>', 'refer back'],
    ['(?=a)b', 'without'],
    ['(?<!a)b', 'without'],
    ['(', 'compiles'],
    ['[b-a]', 'compiles'],
    ['('.repeat(5000) + ')'.repeat(5000), ''],
  ])('%s', (source, why) => {
    expect(patternFault(source)).toContain(why);
  });
});

it('matches a whole text or not at all', () => {
  expect(compilePattern('a|b').test('b')).toBe(true);
  expect(compilePattern('a|b').test('ab')).toBe(false);
});

it('lets no pattern pass that takes long on a text of 256 characters', () => {
  const atom = fc.constantFrom('a', '.', '[ab]', '\\w', '(a)', '(a|b)', '(ab?)', '(?:a*)');
  const repeat = fc.constantFrom('', '?', '*', '+', '{2}', '{1,4}', '{0,20}', '+?');
  const source = fc
    .array(fc.tuple(atom, repeat), { minLength: 1, maxLength: 6 })
    .map((parts) => parts.map((part) => part.join('')).join(''));
  fc.assert(
    fc.property(source, fc.constantFrom('', '(', 'x'), (pattern, end) => {
      const whole = end === '(' ? `(${pattern})+c` : pattern + end;
      if (patternFault(whole) !== undefined) return;
      const start = performance.now();
      compilePattern(whole).test(`${'a'.repeat(255)}!`);
      expect(performance.now() - start).toBeLessThan(2000);
    }),
    { numRuns: 300 },
  );
});
