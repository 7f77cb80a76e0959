import { type Answer, type KnowledgeSnapshot, mostShown } from './answer.ts';
import type { GoldenQuestion } from './question-file.ts';

/** Two articles that are taken for one another, or for nothing. */
export interface Confusion {
  /** The id asked for; empty for a question out of scope. */
  readonly expected: string;
  /** The id that came first; empty where nothing was given. */
  readonly got: string;
  readonly count: number;
  /** One of the questions, word for word. */
  readonly example: string;
}

/** How well a folder answers golden questions. Shares are of 1; a share of nothing is 0. */
export interface Evaluation {
  readonly questions: number;
  readonly articles: number;
  /** Over questions in scope, whatever was decided: the article is first, among the first three. */
  readonly top1: number;
  readonly top3: number;
  /** Mean reciprocal rank, over questions in scope; 0 for one that is not among the hits. */
  readonly mrr: number;
  /** In scope, first and not fallen back. */
  readonly inScopeAccuracy: number;
  /** Out of scope and fallen back. */
  readonly outOfScopeRecall: number;
  /** Of the questions in scope, those answered alone, and how many of these are right. */
  readonly confidentShare: number;
  readonly confidentPrecision: number;
  /** Of the questions in scope, those answered with a choice, and how many of these hold the right one. */
  readonly disambiguationShare: number;
  readonly disambiguationRecall: number;
  readonly latencyMs: { readonly p50: number; readonly p99: number };
  readonly loadMs: number;
  readonly peakRssMb: number;
  /** The worst confusions first, at most 20. */
  readonly worst: readonly Confusion[];
}

/** What only the caller can measure. */
export interface Measures {
  /** Milliseconds on a clock that never goes back, such as `performance.now`. */
  readonly now: () => number;
  /** How long the folder took to load and learn. */
  readonly loadMs: number;
  /** Asked for when all is answered. */
  readonly peakRssMb: () => number;
}

interface Result {
  readonly asked: GoldenQuestion;
  readonly kind: Answer['kind'];
  /** From 1; 0 where the article is not among the hits. */
  readonly rank: number;
  readonly first: string;
  readonly ms: number;
}

const mostConfusions = 20;

/** Asks every question in the given order and counts. Questions about unknown articles count as missed. */
export function evaluate(
  snapshot: KnowledgeSnapshot,
  questions: readonly GoldenQuestion[],
  measures: Measures,
): Evaluation {
  const results = questions.map((asked) => ask(snapshot, asked, measures.now));
  const inScope = results.filter(({ asked }) => asked.article !== '');
  const outOfScope = results.filter(({ asked }) => asked.article === '');
  const confident = inScope.filter(({ kind }) => kind === 'confident');
  const choices = inScope.filter(({ kind }) => kind === 'disambiguation');
  return {
    questions: results.length,
    articles: snapshot.articles.size,
    top1: shareOf(inScope, isFirst),
    top3: shareOf(inScope, isShown),
    mrr: inScope.reduce((sum, { rank }) => sum + (rank > 0 ? 1 / rank : 0), 0) / Math.max(1, inScope.length),
    inScopeAccuracy: shareOf(inScope, (result) => isFirst(result) && result.kind !== 'fallback'),
    outOfScopeRecall: shareOf(outOfScope, ({ kind }) => kind === 'fallback'),
    confidentShare: confident.length / Math.max(1, inScope.length),
    confidentPrecision: shareOf(confident, isFirst),
    disambiguationShare: choices.length / Math.max(1, inScope.length),
    disambiguationRecall: shareOf(choices, isShown),
    latencyMs: percentiles(results.map(({ ms }) => ms)),
    loadMs: measures.loadMs,
    peakRssMb: measures.peakRssMb(),
    worst: confusionsOf(results),
  };
}

function ask(snapshot: KnowledgeSnapshot, asked: GoldenQuestion, now: () => number): Result {
  const before = now();
  const { kind, hits } = snapshot.answer(asked.question);
  const ms = now() - before;
  const rank = hits.findIndex(({ article }) => article.id === asked.article) + 1;
  return { asked, kind, rank, first: hits[0]?.article.id ?? '', ms };
}

function isFirst({ rank }: Result): boolean {
  return rank === 1;
}

function isShown({ rank }: Result): boolean {
  return rank >= 1 && rank <= mostShown;
}

function shareOf(results: readonly Result[], counts: (result: Result) => boolean): number {
  return results.length === 0 ? 0 : results.filter(counts).length / results.length;
}

function percentiles(values: readonly number[]): { readonly p50: number; readonly p99: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}

function confusionsOf(results: readonly Result[]): Confusion[] {
  const confusions = new Map<string, Confusion>();
  for (const { asked, kind, rank, first } of results) {
    const got = kind === 'fallback' ? '' : first;
    const right = asked.article === '' ? got === '' : rank === 1 && got !== '';
    if (right) continue;
    const key = `${asked.article}\n${got}`;
    const before = confusions.get(key);
    const count = (before?.count ?? 0) + 1;
    confusions.set(key, { expected: asked.article, got, count, example: before?.example ?? asked.question });
  }
  return [...confusions.values()].sort((a, b) => b.count - a.count).slice(0, mostConfusions);
}
