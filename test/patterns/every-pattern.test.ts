import { beforeAll, describe, expect, it } from 'vitest';
import { sizes } from '../../src/limits.ts';
import { attacks, built, cpuMs, type Pattern, written } from './patterns.ts';

/** As long as a message may be, and enough to tell what is linear from what is not. */
const length = sizes.message;

/**
 * Processor time for one attack, ms: a linear expression takes less than one, a quadratic one sixty. It is
 * time of this process alone, and the better of two, so that a busy machine does not decide.
 */
const most = 30;

/** What takes longer at that length, and why it never gets to see so much: by how it begins, characters. */
const bounded: readonly (readonly [begins: string, length: number, why: string])[] = [
  ['^(?:"?([^"<>', 300, 'MAIL_FROM, which whoever runs the desk writes'],
  ['\\/+$', 300, 'PUBLIC_URL, which whoever runs the desk writes'],
  ['\\b(?:replace|change|swap|switch|update)\\b[^;\\n]*', 30, 'the 30 characters before an answer'],
  ['\\b(?:will|would|can you', 40, 'the 40 characters before a date'],
];

const lengthFor = ({ source }: Pattern): number =>
  bounded.find(([begins]) => source.startsWith(begins))?.[1] ?? length;

const slowest = (
  pattern: Pattern,
  of: number,
): { readonly ms: number; readonly attack: string } | undefined => {
  for (const attack of attacks(pattern, of)) {
    const ms = cpuMs(pattern, attack);
    if (ms > most && cpuMs(pattern, attack) > most) return { ms, attack: attack.slice(0, 40) };
  }
  return undefined;
};

describe('every expression of the program', () => {
  let all: readonly Pattern[] = [];
  beforeAll(async () => {
    const found = [...written(), ...(await built())];
    all = [...new Map(found.map((one) => [`${one.source}/${one.flags}`, one])).values()];
  });

  it('is found, where it is written and where it is put together', () => {
    expect(all.length).toBeGreaterThan(300);
    expect(all.filter(({ file }) => file === 'built').length).toBeGreaterThan(10);
  });

  it('takes what was made to keep it busy', () => {
    // Shorter first: what is worse than quadratic would not come back.
    const busy = all.flatMap((pattern) => {
      const found = slowest(pattern, 24) ?? slowest(pattern, 1000) ?? slowest(pattern, lengthFor(pattern));
      return found === undefined ? [] : [{ ...pattern, ...found }];
    });
    expect(busy).toEqual([]);
  });

  it('is excused only while it is there', () => {
    const excused = bounded.map(([begins]) => begins);
    expect(excused.filter((begins) => !all.some(({ source }) => source.startsWith(begins)))).toEqual([]);
  });
});

describe('the search for slow ones', () => {
  it.each(['(a+)+$', '(?:a|a)*b', '^\\s*#+\\s*|\\s*#*\\s*$', '\\s+$', '(.*)=(.*);'])('finds %s', (source) => {
    const pattern = { file: '', source, flags: 'g' };
    // Four times as long, sixteen times as slow: a quadratic one is found on a fast machine as well.
    expect(slowest(pattern, 24) ?? slowest(pattern, 1000) ?? slowest(pattern, 4 * length)).toBeDefined();
  });
});
