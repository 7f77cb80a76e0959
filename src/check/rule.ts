import type { Diagnostic } from '../content/diagnostic.ts';
import type { Exam } from './exam.ts';
import type { CheckedContent } from './load-content.ts';

/**
 * A rule over a whole knowledge folder. Its file's header shows a `good` and a `bad` folder; a test
 * runs the rule over both.
 */
export interface Rule {
  /** In kebab-case, as its file is named. */
  readonly name: string;
  /** @param now epoch milliseconds */
  readonly run: (content: CheckedContent, now: number) => Diagnostic[];
}

/** A rule that needs the answers which the folder gives: seconds where the others take milliseconds. */
export interface RankingRule {
  /** In kebab-case, as its file is named. */
  readonly name: string;
  readonly run: (content: CheckedContent, exam: Exam) => Diagnostic[];
}
