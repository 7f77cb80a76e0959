import { type Diagnostic, diagnose, located } from '../../content/diagnostic.ts';
import { fileStart, type Place } from '../../content/place.ts';
import type { Article } from '../../knowledge/article.ts';
import { subjectOf } from '../../knowledge/language.ts';
import { type AskedPhrasing, percent, wins } from '../exam.ts';
import type { CheckedContent } from '../load-content.ts';
import type { RankingRule } from '../rule.ts';

/** A third of the questions of both, in both directions, and more than an accident. */
const mostMixedUp = 1 / 3;
const fewestMixedUp = 3;

/**
 * articles-too-close: two articles can be told apart. Where a third of their questions, each left out
 * for a trial, lead to the other one, and both ways, the two are one article, or need other words.
 *
 * @example good
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, what fees do you take, how high are the fees, are there fees]
 * ---
 *
 * None.
 * ```
 * ```md articles/limits.md
 * ---
 * title: Limits
 * questions: [is there a daily limit, what is the daily limit, how high is the limit, daily limit]
 * ---
 *
 * None.
 * ```
 *
 * @example bad articles/mail-codes.md:2:8
 * ```md articles/codes.md
 * ---
 * title: Codes do not come
 * questions: [my code is late, where is the code, no code today, code missing, the code got lost]
 * ---
 *
 * Wait for a minute.
 * ```
 * ```md articles/mail-codes.md
 * ---
 * title: No codes come
 * questions: [the code is late, where is my code, no code now, missing code, my code got lost]
 * ---
 *
 * Look into your spam folder.
 * ```
 */
export const articlesTooClose: RankingRule = {
  name: 'articles-too-close',
  run: (content, { asked }) => {
    const counts = countsOf(asked);
    return [...mixedUp(asked).values()]
      .filter(({ from, to, forth, back }) => {
        const both = (counts.get(from.id) ?? 0) + (counts.get(to.id) ?? 0);
        return forth > 0 && back > 0 && forth + back >= Math.max(fewestMixedUp, mostMixedUp * both);
      })
      .map((pair) => tooClose(pair, content, counts));
  },
};

/** How many questions each article was asked, by its id. */
function countsOf(asked: readonly AskedPhrasing[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { article } of asked) counts.set(article.id, (counts.get(article.id) ?? 0) + 1);
  return counts;
}

interface Pair {
  readonly from: Article;
  readonly to: Article;
  /** Questions of `from` that led to `to`, and the other way round. */
  forth: number;
  back: number;
}

/** Pairs of articles of one language that were taken for one another, by their ids in order. */
function mixedUp(asked: readonly AskedPhrasing[]): ReadonlyMap<string, Pair> {
  const pairs = new Map<string, Pair>();
  for (const { article, leftOut } of asked) {
    const { first } = leftOut;
    if (first === undefined || wins(leftOut, article) || first.lang !== article.lang) continue;
    const [from, to] = subjectOf(article) < subjectOf(first) ? [article, first] : [first, article];
    const key = `${from.id}\n${to.id}`;
    const pair = pairs.get(key) ?? { from, to, forth: 0, back: 0 };
    if (from.id === article.id) pair.forth++;
    else pair.back++;
    pairs.set(key, pair);
  }
  return pairs;
}

function tooClose(
  { from, to, forth, back }: Pair,
  { articleDocuments }: CheckedContent,
  counts: ReadonlyMap<string, number>,
): Diagnostic {
  const titleOf = ({ file }: Article): Place =>
    articleDocuments.find((document) => document.file === file)?.placeOf(['title']) ?? fileStart;
  const share = (forth + back) / ((counts.get(from.id) ?? 0) + (counts.get(to.id) ?? 0));
  return diagnose(to.file, titleOf(to), 'articles-too-close', {
    found: `likeness: ${percent(share)} of its questions and those of \`${from.id}\` lead to the other`,
    expected: `words that set the two apart, or one article (first: ${located(from.file, titleOf(from))})`,
    severity: 'warning',
  });
}
