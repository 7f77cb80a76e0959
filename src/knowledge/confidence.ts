import type { Analyzer } from './analyzer.ts';
import type { Article } from './article.ts';
import { type Calibration, calibrate, type Outcome, probabilityOf } from './calibration.ts';
import { foldOf } from './folds.ts';
import { indexArticles } from './indexed.ts';
import { learn } from './learned.ts';
import { Ranker } from './ranker.ts';
import { type Signs, signNames } from './signs.ts';
import { type Caution, cautions, type Thresholds, thresholdsFor } from './thresholds.ts';

/** What turns a ranking's signs into probabilities, and those into a decision. */
export interface Confidence {
  /** The first article is the one asked for. */
  readonly right: Calibration;
  /** The article asked for exists. */
  readonly inScope: Calibration;
  readonly thresholds: Readonly<Record<Caution, Thresholds>>;
}

/** A question kept back, ranked by a folder that does not have it. */
export interface Trial {
  readonly signs: Signs;
  readonly outcome: 'right' | 'wrong' | 'out-of-scope';
}

/** What a folder too small to learn from goes by. */
const prior: Readonly<Record<string, number>> = {
  one: -4,
  coverage: 3,
  'covered-probability': 3,
  nearest: 2,
  meant: 3,
  margin: 1,
};
const priorWeights = signNames.map((name) => prior[name] ?? 0);
const priorStrength = 20;

/** Questions nobody's article answers, for one that has an answer. */
const outOfScopeShare = 0.3;

export function confidenceFrom(trials: readonly Trial[]): Confidence {
  const inScope = trials.filter(({ outcome }) => outcome !== 'out-of-scope').length;
  const outOfScope = trials.length - inScope;
  const weight = outOfScope === 0 ? 0 : (outOfScopeShare * inScope) / outOfScope;
  const outcomes = (right: (trial: Trial) => boolean): Outcome[] =>
    trials.map((trial) => ({
      signs: trial.signs,
      right: right(trial),
      weight: trial.outcome === 'out-of-scope' ? weight : 1,
    }));
  const right = calibrate(
    outcomes(({ outcome }) => outcome === 'right'),
    priorWeights,
    priorStrength,
  );
  const scope = calibrate(
    outcomes(({ outcome }) => outcome !== 'out-of-scope'),
    priorWeights,
    priorStrength,
  );
  const judged = trials.map(({ signs, outcome }) => ({
    inScope: probabilityOf(scope, signs),
    outcome,
  }));
  const [bold, balanced, careful] = cautions.map((caution) => thresholdsFor(judged, caution));
  if (bold === undefined || balanced === undefined || careful === undefined) throw new Error('unreachable');
  return { right, inScope: scope, thresholds: { bold, balanced, careful } };
}

/** Fewer folds where a folder is large: one gives outcomes enough, and each costs a training. */
function foldsFor(phrasings: number): {
  readonly count: number;
  readonly run: number;
  readonly effort: number;
} {
  if (phrasings < 3_000) return { count: 5, run: 5, effort: 0.35 };
  return phrasings < 8_000 ? { count: 8, run: 2, effort: 0.5 } : { count: 10, run: 1, effort: 0.6 };
}

/** Ranks what each fold keeps back by the rest; `takes` says which folds, so that threads can share them. */
export function trialsOf(
  articles: readonly Article[],
  analyzer: Analyzer,
  takes: (fold: number) => boolean = () => true,
): Trial[] {
  const phrasings = articles.reduce((sum, { questions }) => sum + questions.length, 0);
  const { count, run, effort } = foldsFor(phrasings);
  return Array.from({ length: run }, (_, i) => i)
    .filter(takes)
    .flatMap((i) => trialsOfFold(articles, analyzer, count, i, effort));
}

function trialsOfFold(
  all: readonly Article[],
  analyzer: Analyzer,
  count: number,
  index: number,
  effort: number,
): Trial[] {
  const { articles, inScope, outOfScope } = foldOf(all, count, index);
  if (articles.length === 0) return [];
  const ranker = new Ranker(indexArticles(articles, analyzer), learn(articles, analyzer, effort));
  const trials: Trial[] = [];
  for (const { question, id } of inScope) {
    const ranking = ranker.rank(question);
    const first = articles[ranking?.ranked[0]?.article ?? -1]?.id;
    if (ranking) trials.push({ signs: ranking.signs, outcome: first === id ? 'right' : 'wrong' });
  }
  for (const question of outOfScope) {
    const ranking = ranker.rank(question);
    if (ranking) trials.push({ signs: ranking.signs, outcome: 'out-of-scope' });
  }
  return trials;
}
