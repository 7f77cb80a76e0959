import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundTerms, boundText, longestQuery, mostDistinctTerms } from '../../src/knowledge/bound-query.ts';
import { baseForm } from '../../src/knowledge/irregular-words.ts';
import { porterStem } from '../../src/knowledge/porter-stemmer.ts';
import { distanceUpTo, Spelling } from '../../src/knowledge/spelling.ts';
import { Synonyms } from '../../src/knowledge/synonyms.ts';
import { wordsOf } from '../../src/knowledge/words.ts';
import { cpuMs } from '../cpu-time.ts';

describe('words', () => {
  it('writes one word one way: width, case, accents, apostrophes', () => {
    expect(wordsOf('Ｃａｎ’t CAFÉ straße ﬁle')).toEqual(['cant', 'cafe', 'straße', 'file']);
  });

  it('keeps the vowels of scripts whose marks are letters', () => {
    expect(wordsOf('किताब')).toEqual(['किताब']);
  });

  it('cuts scripts without spaces into words', () => {
    expect(wordsOf('我的密码忘记了').length).toBeGreaterThan(2);
    expect(wordsOf('パスワードを忘れました').length).toBeGreaterThan(2);
    expect(wordsOf('ลืมรหัสผ่าน').length).toBeGreaterThan(1);
  });

  it('cuts a run without an end in a time that grows with its length, and mostly where it is cut alone', () => {
    const run = '我的密码忘记了';
    const began = cpuMs();
    const words = wordsOf(run.repeat(4000));
    expect(cpuMs() - began).toBeLessThan(300);
    const alone = new Set(wordsOf(run));
    expect(words.filter((word) => alone.has(word)).length).toBeGreaterThan(0.95 * words.length);
  });

  it('never gives an empty or an endless word', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        for (const word of wordsOf(text)) {
          expect(word.length).toBeGreaterThan(0);
          expect(word.length).toBeLessThanOrEqual(40);
        }
      }),
    );
  });
});

describe('the query bound', () => {
  it('holds for any text, and cuts no surrogate pair', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 900, maxLength: 3_000 }), (text) => {
        const bounded = boundText(text);
        expect(bounded.length).toBeLessThanOrEqual(longestQuery);
        expect(text.startsWith(bounded)).toBe(true);
        expect(new Set(boundTerms(wordsOf(bounded))).size).toBeLessThanOrEqual(mostDistinctTerms);
      }),
    );
    const astral = `x${'😀'.repeat(800)}`;
    expect(boundText(astral)).toMatch(/😀$/u);
  });

  it('keeps repeats of the terms that it keeps', () => {
    const many = Array.from({ length: 40 }, (_, i) => `w${i}`);
    expect(boundTerms([...many, 'w1', 'w39'])).toEqual([...many.slice(0, 32), 'w1']);
  });
});

describe('porterStem', () => {
  // Porter 1980's own examples.
  const examples: Record<string, string> = {
    caresses: 'caress',
    ponies: 'poni',
    cats: 'cat',
    feed: 'feed',
    agreed: 'agre',
    plastered: 'plaster',
    bled: 'bled',
    motoring: 'motor',
    sing: 'sing',
    conflated: 'conflat',
    troubled: 'troubl',
    sized: 'size',
    hopping: 'hop',
    falling: 'fall',
    hissing: 'hiss',
    filing: 'file',
    happy: 'happi',
    sky: 'sky',
    relational: 'relat',
    conditional: 'condit',
    digitizer: 'digit',
    radically: 'radic',
    vietnamization: 'vietnam',
    operator: 'oper',
    feudalism: 'feudal',
    hopefulness: 'hope',
    sensitivity: 'sensit',
    triplicate: 'triplic',
    formalize: 'formal',
    goodness: 'good',
    revival: 'reviv',
    allowance: 'allow',
    airliner: 'airlin',
    adjustable: 'adjust',
    replacement: 'replac',
    adoption: 'adopt',
    probate: 'probat',
    rate: 'rate',
    cease: 'ceas',
    controlling: 'control',
    rolling: 'roll',
    roll: 'roll',
    generalizations: 'gener',
    oscillators: 'oscil',
  };
  it.each(Object.entries(examples))('%s -> %s', (word, stem) => {
    expect(porterStem(word)).toBe(stem);
  });

  it('leaves other scripts and numbers alone', () => {
    for (const word of ['konto', 'groß', '2fa', '密码']) expect([word, 'konto']).toContain(porterStem(word));
  });

  it('knows the forms that no suffix rule reaches', () => {
    expect([baseForm('sent'), baseForm('lost'), baseForm('card')]).toEqual(['send', 'lose', 'card']);
  });
});

describe('Spelling', () => {
  const spelling = new Spelling(
    new Map(Object.entries({ card: 9, cart: 2, withdrawal: 3, the: 40, account: 5, amount: 4, about: 30 })),
  );
  it.each([
    ['crad', 'card'],
    ['cardd', 'card'],
    ['carx', 'card'],
    ['acount', 'account'],
    ['amout', 'amount'],
    ['amuont', 'amount'],
    ['abouz', 'about'],
    ['withdrwaall', 'withdrawal'],
  ])('%s means %s', (typed, meant) => {
    expect(spelling.correct(typed)).toBe(meant);
  });
  it.each(['card', 'ca', 'zebra', 'card1', 'withdxxxal'])('leaves %s', (word) => {
    expect(spelling.correct(word)).toBeUndefined();
  });
  it('finds the likeliest word at the least distance, as a look at every word does', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), minLength: 2, maxLength: 8 });
    const counts = fc.dictionary(word, fc.integer({ min: 1, max: 9 }), { maxKeys: 30 });
    fc.assert(
      fc.property(counts, word, (known, typed) => {
        const found = new Spelling(new Map(Object.entries(known))).correct(typed);
        const near = Object.keys(known).map((each) => distance(typed, each));
        const least = Math.min(...near);
        if (typed in known || least > (typed.length >= 6 ? 2 : 1)) expect(found).toBeUndefined();
        else expect(found === undefined ? Infinity : distance(typed, found)).toBe(least);
      }),
    );
  });
  it('measures as the definition does', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
    fc.assert(
      fc.property(letters, letters, fc.constantFrom(1, 2), (a, b, bound) => {
        const exact = distance(a, b);
        expect(distanceUpTo(a, b, bound)).toBe(exact <= bound ? exact : Infinity);
      }),
    );
  });
});

/** Optimal string alignment by its recursive definition. */
function distance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [lastA, lastB] = [a.at(-1), b.at(-1)];
  const costs = [
    distance(a.slice(0, -1), b) + 1,
    distance(a, b.slice(0, -1)) + 1,
    distance(a.slice(0, -1), b.slice(0, -1)) + (lastA === lastB ? 0 : 1),
  ];
  if (a.length > 1 && b.length > 1 && lastA === b.at(-2) && lastB === a.at(-2)) {
    costs.push(distance(a.slice(0, -2), b.slice(0, -2)) + 1);
  }
  return Math.min(...costs);
}

describe('Synonyms', () => {
  const synonyms = new Synonyms([['phone', 'handset'], ['phone number', 'mobile number'], ['IT']]);
  const conceptsIn = (text: string): string[] =>
    synonyms.conceptsIn(wordsOf(text).map((word) => porterStem(baseForm(word))));
  it('takes the longest expression', () => {
    expect(conceptsIn('my phone numbers')).toEqual(['=1']);
    expect(conceptsIn('my handset')).toEqual(conceptsIn('two phones'));
  });
  it('makes a stop word a word of the desk', () => {
    expect(synonyms.words.has('it')).toBe(true);
  });
});

describe('the code', () => {
  it('reads no files: a snapshot can be opened anywhere', () => {
    for (const file of ['snapshot', 'ranker', 'learned', 'confidence']) {
      const source = readFileSync(new URL(`../../src/knowledge/${file}.ts`, import.meta.url), 'utf8');
      expect(source).not.toMatch(/from 'node:/u);
    }
  });
});
