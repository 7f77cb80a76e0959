import { describe, expect, it } from 'vitest';
import { Analyzer } from '../../src/knowledge/analyzer.ts';
import { learn } from '../../src/knowledge/learned.ts';
import { packWordVectors } from '../../src/knowledge/pack-word-vectors.ts';
import { seededRandom } from '../../src/knowledge/random.ts';
import { ownRoom } from '../../src/knowledge/tally.ts';
import {
  dimensions,
  meaningOf,
  readWordVectors,
  type WordVectors,
  writeWordVectors,
} from '../../src/knowledge/word-vectors.ts';
import { article } from './article.ts';
import { createSnapshot } from './create-snapshot.ts';

function likeness(one: string, other: string, vectors?: WordVectors): number {
  const b = meaningOf(other.split(' '), ownRoom, vectors);
  return meaningOf(one.split(' '), ownRoom, vectors).reduce((sum, value, d) => sum + value * (b[d] ?? 0), 0);
}

describe('what words mean', () => {
  it.each([
    ['refund', 'reimbursement', 'password'],
    ['laptop', 'computer', 'kitchen'],
    ['wallet', 'purse', 'deadline'],
    ['cancel', 'postpone', 'blue'],
  ])('%s is nearer to %s than to %s', (word, near, far) => {
    expect(likeness(word, near)).toBeGreaterThan(likeness(word, far) + 0.2);
  });

  it('counts grammar little', () => {
    expect(likeness('the password', 'password')).toBeGreaterThan(0.95);
  });

  it('is of length 1, or empty where no word is known', () => {
    expect(Math.hypot(...meaningOf(['my', 'card', 'was', 'stolen']))).toBeCloseTo(1, 5);
    expect(meaningOf(['xqzzyv', ''])).toHaveLength(0);
    expect(meaningOf([])).toHaveLength(0);
  });

  it('is asked of English articles only', () => {
    const questions = ['die with me', 'an old hat', 'was fast'];
    expect(learn([article('a', questions)], new Analyzer()).names.split('\n')).toContain('\u00030');
    expect(
      learn([{ ...article('a', questions), lang: 'de' }], new Analyzer()).names.split('\n'),
    ).not.toContain('\u00030');
  });

  it('keeps an everyday word that no article has from being taken for a slip of one that an article has', () => {
    const snapshot = createSnapshot([
      article('nurse', ['call a nurse', 'the nurse did not come', 'when does the nurse visit']),
      article('theft', ['my wallet was stolen', 'somebody took my wallet', 'wallet lost']),
      article('meals', ['what is there to eat', 'the meals are cold', 'order a meal']),
    ]);
    expect(snapshot.answer('my purse').hits[0]?.article.id).toBe('theft');
    expect(snapshot.answer('my prse').hits[0]?.article.id).toBe('theft');
    expect(snapshot.answer('my nurrse').hits[0]?.article.id).toBe('nurse');
  });

  it('finds an article by words that none has', () => {
    const snapshot = createSnapshot([
      article('laptop', ['my laptop is broken', 'laptop does not start']),
      article('salary', ['when is my salary paid', 'salary is missing']),
      article('parking', ['where may I park my car', 'get a parking permit']),
    ]);
    expect(snapshot.answer('trouble with a notebook computer').hits[0]?.article.id).toBe('laptop');
    expect(snapshot.answer('earnings and wages').hits[0]?.article.id).toBe('salary');
    expect(snapshot.answer('garage for vehicles').hits[0]?.article.id).toBe('parking');
  });
});

describe('packed word vectors', () => {
  const random = seededRandom(9);
  const drawn = (): number[] => Array.from({ length: 80 }, () => random() + random() - 1);
  const common = drawn().map((value) => 5 * value);
  const around = (centre: readonly number[]): number[] =>
    drawn().map((value, d) => 0.2 * value + (centre[d] ?? 0) + (common[d] ?? 0));
  const centres = [drawn(), drawn(), drawn()];
  const words = centres.flatMap((centre, c) =>
    Array.from({ length: 40 }, (_, i) => [`w${c}x${i}`, around(centre)] as const),
  );
  const packed = packWordVectors(new Map(words));

  it('keep who stands with whom, and drop what all have in common', () => {
    expect(likeness('w0x1', 'w0x2', packed)).toBeGreaterThan(0.6);
    expect(likeness('w0x1', 'w1x2', packed)).toBeLessThan(0.3);
  });

  it('are read as they were written', () => {
    const read = readWordVectors(writeWordVectors(packed));
    expect([...read.places]).toEqual([...packed.places]);
    expect(read.rows).toEqual(packed.rows);
  });

  it('are refused when cut short', () => {
    const bytes = writeWordVectors(packed);
    expect(() => readWordVectors(bytes.subarray(0, bytes.length - 1))).toThrow('take the file anew');
    expect(() => readWordVectors(new Uint8Array(dimensions).fill(97))).toThrow('take the file anew');
  });
});
