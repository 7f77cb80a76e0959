import { generateMnemonic, validateMnemonic } from '@scure/bip39';
import { wordlist as english } from '@scure/bip39/wordlists/english.js';
import { wordlist as korean } from '@scure/bip39/wordlists/korean.js';
import { wordlist as spanish } from '@scure/bip39/wordlists/spanish.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMnemonic } from '../../src/work-orders/secrets/mnemonic.ts';

describe.each(Object.entries({ english, korean, spanish }))('a phrase of the %s list', (_, list) => {
  const index = new Map(list.map((word, place) => [word, place]));

  it.each([128, 160, 192, 224, 256])('of %i bits is one', (bits) => {
    for (let times = 0; times < 20; times++)
      expect(isMnemonic(generateMnemonic(list, bits).split(' '), index)).toBe(true);
  });

  it('is one where the library says so', () => {
    const words = fc.array(fc.constantFrom(...list), { minLength: 11, maxLength: 25 });
    fc.assert(
      fc.property(words, (some) => {
        expect(isMnemonic(some, index)).toBe(validateMnemonic(some.join(' '), list));
      }),
      { numRuns: 500 },
    );
  });

  it('is none with a word of no list', () => {
    const words = generateMnemonic(list, 128).split(' ');
    expect(isMnemonic([...words.slice(1), 'firstline'], index)).toBe(false);
  });
});
