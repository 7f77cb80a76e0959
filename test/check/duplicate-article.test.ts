import { expect, it } from 'vitest';
import { loadForCheck } from '../../src/check/load-content.ts';
import { duplicateArticle } from '../../src/check/rules/duplicate-article.ts';
import { inPackage } from '../../src/package-root.ts';
import { cpuMs } from '../cpu-time.ts';
import { article } from '../knowledge/article.ts';

const desk = await loadForCheck(inPackage('knowledge'));
const found = (texts: readonly string[]) =>
  duplicateArticle
    .run({ ...desk, articles: texts.map((text, at) => article(`a${at}`, [], text)) }, 0)
    .map(({ file, message }) => `${file} ${/first: (\S+?):/.exec(message)?.[1]}`);

const words = (count: number, from: number): string =>
  Array.from({ length: count }, (_, at) => `w${from + at}`).join(' ');

it('names the first of several that are alike, at four fifths of their runs and not below', () => {
  const text = words(104, 0);
  expect(found([text, words(104, 500), text, text])).toEqual(['a2.md a0.md', 'a3.md a0.md']);
  // 89 runs of 111 in common, then 88 of 112.
  expect(found([text, `${words(93, 0)} ${words(11, 900)}`])).toEqual(['a1.md a0.md']);
  expect(found([text, `${words(92, 0)} ${words(12, 900)}`])).toEqual([]);
});

it('takes little time where thousands of articles end alike', () => {
  const texts = Array.from({ length: 4000 }, (_, at) => `${words(30, 100_000 + at * 30)} ${words(60, 0)}`);
  const began = cpuMs();
  expect(found(texts)).toEqual([]);
  expect(cpuMs() - began).toBeLessThan(3000);
});
