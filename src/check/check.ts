import { type Diagnostic, sortDiagnostics } from '../content/diagnostic.ts';
import { type CheckedContent, loadForCheck } from './load-content.ts';
import { rules } from './rules.ts';

/**
 * Everything that is wrong in a knowledge folder: what the readers find and what the rules find,
 * sorted by file and place.
 *
 * @param now epoch milliseconds, for the dates by which articles should be read again
 */
export async function checkKnowledge(root: string, now: number = Date.now()): Promise<Diagnostic[]> {
  const content = await loadForCheck(root);
  return sortDiagnostics([...content.diagnostics, ...runRules(content, now)]);
}

/** What the rules find in content that is loaded already. */
export function runRules(content: CheckedContent, now: number): Diagnostic[] {
  return rules.flatMap((rule) => rule.run(content, now));
}
