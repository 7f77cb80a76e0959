import { expect, it } from 'vitest';
import { askLeftOut, type LeftOut } from '../../src/check/left-out.ts';
import type { Article } from '../../src/knowledge/article.ts';
import { train } from '../../src/knowledge/training.ts';
import { article } from '../knowledge/article.ts';

const articles = [
  article('fees', ['what are the fees', 'how high are the fees', 'what fees do you take']),
  article('limits', ['is there a daily limit', 'how high is the limit', 'daily limit']),
  article('codes', ['my code does not come', 'no code comes', 'where is my code']),
];
const task = { articles, synonyms: [], caution: 'balanced' as const, confidence: train(articles).confidence };

const byPlace = (asked: readonly LeftOut[]): readonly LeftOut[] =>
  asked.toSorted((a, b) => a.article - b.article || a.question - b.question);

it('asks every phrasing once of a folder that does not have it', async () => {
  const asked = byPlace(await askLeftOut(task));
  expect(asked.map((one) => [one.article, one.question])).toEqual(
    articles.flatMap(({ questions }, at) => questions.map((_, question) => [at, question])),
  );
  expect(asked[0]).toMatchObject({ first: 'fees' });
  // Known by its own words alone, which went with it.
  const alone = [...articles, article('alone', ['is wombat quokka'])];
  const asks = byPlace(await askLeftOut({ ...task, articles: alone }));
  expect(asks.at(-1)).toMatchObject({ article: 3, kind: 'fallback' });
});

it('gets in threads what it gets here', async () => {
  const cut = { count: 3, effort: 0.5, threads: 0 };
  const here = await askLeftOut(task, cut);
  const there = await askLeftOut(task, { ...cut, threads: 2 });
  expect(byPlace(there)).toEqual(byPlace(here));
});

it('deals the phrasings of an article the same, whatever stands before it', async () => {
  const cut = { count: 2, effort: 0.5, threads: 0 };
  const partOf = async (some: readonly Article[]): Promise<readonly number[]> => {
    const asked = await askLeftOut({ ...task, articles: some }, cut);
    const last = asked.filter((one) => one.article === some.length - 1);
    return last.map(({ question }) => question);
  };
  // In the order in which they are asked: a part's after the other's.
  const before = await partOf(articles);
  expect(before.toSorted()).not.toEqual(before);
  for (const more of [['one'], ['one', 'two']])
    expect(await partOf([article('more', more), ...articles])).toEqual(before);
});
