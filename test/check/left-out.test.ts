import { expect, it } from 'vitest';
import { askLeftOut, type LeftOut } from '../../src/check/left-out.ts';
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
  expect((await askLeftOut({ ...task, articles: alone })).at(-1)).toMatchObject({
    article: 3,
    kind: 'fallback',
  });
});

it('gets in threads what it gets here', async () => {
  const cut = { count: 3, effort: 0.5, threads: 0 };
  const here = await askLeftOut(task, cut);
  const there = await askLeftOut(task, { ...cut, threads: 2 });
  expect(byPlace(there)).toEqual(byPlace(here));
});
