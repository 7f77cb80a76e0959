import { describe, expect, it } from 'vitest';
import { calibrate, type Outcome, probabilityOf } from '../../src/knowledge/calibration.ts';
import { confidenceFrom, type Trial } from '../../src/knowledge/confidence.ts';
import { foldOf } from '../../src/knowledge/folds.ts';
import { seededRandom } from '../../src/knowledge/random.ts';
import { signNames } from '../../src/knowledge/signs.ts';
import { thresholdsFor } from '../../src/knowledge/thresholds.ts';
import { article } from './article.ts';
import { createSnapshot } from './create-snapshot.ts';

/** Outcomes whose probability of being right is known: the logistic of 4·sign - 2. */
function drawn(count: number): Outcome[] {
  const random = seededRandom(5);
  return Array.from({ length: count }, () => {
    const sign = random();
    const right = random() < 1 / (1 + Math.exp(2 - 4 * sign));
    return { signs: Float64Array.of(1, sign), right, weight: 1 };
  });
}

describe('calibration', () => {
  it('finds the probabilities that the outcomes were drawn with', () => {
    const weights = calibrate(drawn(4_000), [0, 0], 20);
    for (const sign of [0, 0.25, 0.5, 0.75, 1]) {
      const learned = probabilityOf(weights, Float64Array.of(1, sign));
      expect(learned).toBeCloseTo(1 / (1 + Math.exp(2 - 4 * sign)), 1);
    }
  });

  it('keeps to what it knew before while there is nothing to learn from', () => {
    const prior = [-1, 3];
    expect(calibrate([], prior, 20)).toEqual(prior);
    const after = calibrate(drawn(3), prior, 20);
    for (const [i, weight] of after.entries()) expect(Math.abs(weight - (prior[i] ?? 0))).toBeLessThan(1.2);
  });

  it('counts an outcome by its weight', () => {
    const right = { signs: Float64Array.of(1), right: true, weight: 1 };
    const wrong = { signs: Float64Array.of(1), right: false, weight: 3 };
    const weights = calibrate([right, wrong], [0], 0.001);
    expect(probabilityOf(weights, Float64Array.of(1))).toBeCloseTo(0.25, 2);
  });
});

describe('thresholds', () => {
  const judged = (outcome: 'right' | 'wrong' | 'out-of-scope', count: number, from: number, to: number) =>
    Array.from({ length: count }, (_, i) => ({ outcome, inScope: from + ((to - from) * i) / count }));
  const trials = [...judged('right', 80, 0.3, 1), ...judged('wrong', 20, 0.1, 0.8)];

  it('give up more right answers where the first article is wrong more often', () => {
    const sure = thresholdsFor([...judged('right', 98, 0.3, 1), ...judged('wrong', 2, 0.1, 0.8)], 'balanced');
    expect(thresholdsFor(trials, 'balanced').fallback).toBeGreaterThan(sure.fallback);
  });

  it('rise with the caution', () => {
    const [bold, balanced, careful] = (['bold', 'balanced', 'careful'] as const).map((caution) =>
      thresholdsFor(trials, caution),
    );
    expect(bold?.confident).toBeLessThan(balanced?.confident ?? 0);
    expect(balanced?.confident).toBeLessThan(careful?.confident ?? 0);
    expect(bold?.fallback).toBeLessThan(balanced?.fallback ?? 0);
    expect(balanced?.fallback).toBeLessThan(careful?.fallback ?? 0);
  });

  it('do not look at questions out of scope, which a desk does not have', () => {
    const more = [...trials, ...judged('out-of-scope', 500, 0.5, 1)];
    expect(thresholdsFor(more, 'balanced')).toEqual(thresholdsFor(trials, 'balanced'));
  });
});

describe('what is learned from trials', () => {
  const trial = (coverage: number, outcome: Trial['outcome']): Trial => ({
    signs: Float64Array.from(signNames, (name) => (name === 'one' ? 1 : name === 'coverage' ? coverage : 0)),
    outcome,
  });
  const trials = [
    ...Array.from({ length: 100 }, (_, i) => trial(0.7 + 0.003 * i, 'right')),
    ...Array.from({ length: 40 }, (_, i) => trial(0.4 + 0.003 * i, 'wrong')),
    ...Array.from({ length: 100 }, (_, i) => trial(0.001 * i, 'out-of-scope')),
  ];

  it('tells "the article exists" from "the first is right"', () => {
    const { right, inScope } = confidenceFrom(trials);
    const middling = trial(0.5, 'wrong').signs;
    expect(probabilityOf(inScope, middling)).toBeGreaterThan(0.5);
    expect(probabilityOf(right, middling)).toBeLessThan(0.5);
    expect(probabilityOf(inScope, trial(0, 'out-of-scope').signs)).toBeLessThan(0.3);
  });
});

describe('a fold', () => {
  const articles = Array.from({ length: 10 }, (_, a) =>
    article(
      `a${a}`,
      Array.from({ length: 5 }, (_, q) => `question ${q} about ${a}`),
    ),
  );

  it('never asks what the rest was taught, and leaves whole articles out', () => {
    for (const index of [0, 1, 2, 3, 4]) {
      const fold = foldOf(articles, 5, index);
      const taught = new Set(fold.articles.flatMap(({ questions }) => questions));
      expect(fold.articles).toHaveLength(8);
      expect(fold.outOfScope).toHaveLength(10);
      expect(fold.inScope).toHaveLength(8);
      for (const question of [...fold.outOfScope, ...fold.inScope.map((one) => one.question)])
        expect(taught.has(question)).toBe(false);
    }
  });

  it('keeps each phrasing back once over all folds', () => {
    const kept = [0, 1, 2, 3, 4].flatMap((index) => foldOf(articles, 5, index).outOfScope);
    expect(new Set(kept).size).toBe(50);
    expect(kept).toHaveLength(50);
  });
});

describe('fusion', () => {
  const snapshot = createSnapshot([
    article('way', ['get there', 'how do I get there', 'which way is it'], 'Take the tram or the bus.'),
    article('hours', ['when are you open', 'open on sunday', 'how long'], 'From nine to five.'),
    article('price', ['what does it cost', 'how much is it', 'is it free'], 'The bus is free.'),
  ]);

  it('adds 0.2 deviations of what was found to each deviation of what was learned', () => {
    const fused = snapshot.answer('how much is it to get there by bus').hits.map(({ score, why }) => ({
      score,
      sum: (why.shares.learned ?? 0) + 0.2 * (why.shares.retrieved ?? 0),
    }));
    const [first, second, third] = fused;
    if (!first || !second || !third) throw new Error('Three articles must be ranked.');
    const share = (of: 'score' | 'sum') => (first[of] - second[of]) / (first[of] - third[of]);
    expect(share('score')).toBeCloseTo(share('sum'), 6);
  });
});

describe('languages without spaces', () => {
  it('are found by their words', () => {
    const snapshot = createSnapshot([
      article('password', ['我的密码忘记了', '怎么重置密码']),
      article('deposit', ['充值没有到账', '存款在哪里']),
      article('hours', ['你们几点开门', '周末营业吗']),
    ]);
    expect(snapshot.answer('忘记密码怎么办').hits[0]?.article.id).toBe('password');
    expect(snapshot.answer('我的存款没有到').hits[0]?.article.id).toBe('deposit');
  });
});
