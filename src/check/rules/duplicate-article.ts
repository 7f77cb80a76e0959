import { type Diagnostic, diagnose, located } from '../../content/diagnostic.ts';
import type { Article } from '../../knowledge/article.ts';
import { folded } from '../folded.ts';
import type { Rule } from '../rule.ts';

/** Shorter texts are alike by chance: "We are on it." is no copy. */
const fewestRuns = 12;
const runLength = 5;
const mostAlike = 0.8;

/**
 * duplicate-article: an article says something of its own. One that shares four fifths of its runs of
 * five words with another splits the questions between the two, and one of them will be forgotten.
 *
 * @example good
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * ---
 *
 * A withdrawal costs what the network takes. We show the fee before you confirm, and add nothing to it.
 * ```
 * ```md articles/limits.md
 * ---
 * title: Limits
 * questions: [what are the limits, how much may I send, is there a limit]
 * ---
 *
 * A withdrawal has a limit for each day. We show the limit before you confirm, and you can ask for more.
 * ```
 *
 * @example bad articles/limits.md:6:1
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * ---
 *
 * A withdrawal costs what the network takes. We show the fee before you confirm, and add nothing to it.
 * ```
 * ```md articles/limits.md
 * ---
 * title: Limits
 * questions: [what are the limits, how much may I send, is there a limit]
 * ---
 *
 * A withdrawal costs what the network takes. We show the fee before you confirm and add nothing to it!
 * ```
 */
export const duplicateArticle: Rule = {
  name: 'duplicate-article',
  run: ({ articles }) => {
    const known = new Map<string, Text[]>();
    return articles.flatMap((article) => {
      const text = textOf(article);
      const first = likest(text, known);
      for (const run of text.runs) {
        const having = known.get(run);
        if (having === undefined) known.set(run, [text]);
        else having.push(text);
      }
      return first === undefined ? [] : [copyOf(article, first)];
    });
  },
};

interface Text {
  readonly article: Article;
  readonly runs: ReadonlySet<string>;
}

function textOf(article: Article): Text {
  const words = folded(article.passages.map(({ text }) => text).join(' ')).split(' ');
  const runs = words.slice(runLength - 1).map((_, at) => words.slice(at, at + runLength).join(' '));
  return { article, runs: new Set(runs.map((run) => `${article.lang} ${run}`)) };
}

/** The first text that shares most of its runs, of those that share any. */
function likest({ runs }: Text, known: ReadonlyMap<string, readonly Text[]>): Article | undefined {
  if (runs.size < fewestRuns) return undefined;
  const shared = new Map<Text, number>();
  for (const run of runs)
    for (const other of known.get(run) ?? []) shared.set(other, (shared.get(other) ?? 0) + 1);
  const alike = ([other, count]: readonly [Text, number]): boolean =>
    count / (runs.size + other.runs.size - count) >= mostAlike;
  return [...shared].find(alike)?.[0].article;
}

function copyOf({ file, passages }: Article, first: Article): Diagnostic {
  const at = (article: Article) => ({ line: article.passages[0]?.line ?? 1, column: 1 });
  return diagnose(file, { line: passages[0]?.line ?? 1, column: 1 }, 'duplicate-article', {
    found: 'text that another article has',
    expected: `a text of its own (first: ${located(first.file, at(first))})`,
    severity: 'warning',
  });
}
