import { compareText, type Diagnostic, diagnose, located } from '../../content/diagnostic.ts';
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
    const texts = articles.map(textOf);
    const frequencies = new Map<string, number>();
    for (const { runs } of texts)
      for (const run of runs) frequencies.set(run, (frequencies.get(run) ?? 0) + 1);
    const known = new Map<string, Text[]>();
    return texts.flatMap((text) => {
      const rare = rarest(text, frequencies);
      const first = firstLike(text, new Set(rare.flatMap((run) => known.get(run) ?? [])));
      for (const run of rare) {
        const having = known.get(run);
        if (having === undefined) known.set(run, [text]);
        else having.push(text);
      }
      return first === undefined ? [] : [copyOf(text.article, first)];
    });
  },
};

interface Text {
  readonly article: Article;
  /** Of the article in the folder. */
  readonly place: number;
  readonly runs: ReadonlySet<string>;
}

function textOf(article: Article, place: number): Text {
  const words = folded(article.passages.map(({ text }) => text).join(' ')).split(' ');
  const runs = words.slice(runLength - 1).map((_, at) => words.slice(at, at + runLength).join(' '));
  return { article, place, runs: new Set(runs.map((run) => `${article.lang} ${run}`)) };
}

/**
 * So many of a text's rarest runs that a text which is alike has one of them among its own: what thousands of
 * articles end with is looked up for none. (Chaudhuri, Ganti and Kaushik, "A Primitive Operator for Similarity
 * Joins in Data Cleaning", 2006.)
 */
function rarest({ runs }: Text, frequencies: ReadonlyMap<string, number>): readonly string[] {
  if (runs.size < fewestRuns) return [];
  const rarestFirst = [...runs].sort(
    (a, b) => (frequencies.get(a) ?? 0) - (frequencies.get(b) ?? 0) || compareText(a, b),
  );
  return rarestFirst.slice(0, runs.size - Math.ceil(mostAlike * runs.size) + 1);
}

function firstLike({ runs }: Text, others: ReadonlySet<Text>): Article | undefined {
  const inOrder = [...others].sort((a, b) => a.place - b.place);
  return inOrder.find((other) => {
    const shared = [...other.runs].filter((run) => runs.has(run)).length;
    return shared / (runs.size + other.runs.size - shared) >= mostAlike;
  })?.article;
}

function copyOf({ file, passages }: Article, first: Article): Diagnostic {
  const at = (article: Article) => ({ line: article.passages[0]?.line ?? 1, column: 1 });
  return diagnose(file, { line: passages[0]?.line ?? 1, column: 1 }, 'duplicate-article', {
    found: 'text that another article has',
    expected: `a text of its own (first: ${located(first.file, at(first))})`,
    severity: 'warning',
  });
}
