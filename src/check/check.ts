import { type Diagnostic, sortDiagnostics } from '../content/diagnostic.ts';
import type { KnowledgeSnapshot } from '../knowledge/answer.ts';
import { examine } from './exam.ts';
import { type CheckedContent, loadForCheck } from './load-content.ts';
import { rankingRules, rules } from './rules.ts';

export interface CheckOptions {
  /** Epoch milliseconds, for the dates by which articles should be read again. */
  readonly now?: number;
  /** `false` leaves out the rules that need the folder learned: seconds become milliseconds. */
  readonly ranking?: boolean;
}

/** What is wrong in a folder, and the folder to be asked more, where it was learned. */
export interface Checked {
  readonly diagnostics: readonly Diagnostic[];
  readonly snapshot: KnowledgeSnapshot | undefined;
}

/**
 * Everything that is wrong in a knowledge folder: what the readers find and what the rules find,
 * sorted by file and place.
 */
export async function checkKnowledge(root: string, options: CheckOptions = {}): Promise<Diagnostic[]> {
  const { diagnostics } = await checkContent(await loadForCheck(root), options);
  return [...diagnostics];
}

/** The same of a folder that is loaded already. */
export async function checkContent(content: CheckedContent, options: CheckOptions = {}): Promise<Checked> {
  const { now = Date.now(), ranking = true } = options;
  // A folder without an article has said so, and there is nothing to ask it.
  const examining = ranking && content.articles.length > 0 ? examine(content) : undefined;
  // Meanwhile: a large folder is learned in threads.
  const found = [...content.diagnostics, ...runRules(content, now)];
  const exam = await examining;
  const answers = exam === undefined ? [] : rankingRules.flatMap((rule) => rule.run(content, exam));
  return { diagnostics: sortDiagnostics([...found, ...answers]), snapshot: exam?.snapshot };
}

/** What the rules that look at the files alone find in content that is loaded already. */
export function runRules(content: CheckedContent, now: number): Diagnostic[] {
  return rules.flatMap((rule) => rule.run(content, now));
}
