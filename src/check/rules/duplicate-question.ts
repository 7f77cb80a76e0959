import { type Diagnostic, diagnose, located } from '../../content/diagnostic.ts';
import { fileStart } from '../../content/place.ts';
import { folded } from '../folded.ts';
import type { Rule } from '../rule.ts';

/**
 * duplicate-question: a phrasing belongs to one article of a language; with two the desk can only
 * ask back. The same phrasing twice in one article is a fault too.
 *
 * @example good
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free, 💸, 💰]
 * ---
 *
 * None.
 * ```
 *
 * @example bad articles/limits.md:3:29
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * ---
 *
 * None.
 * ```
 * ```md articles/limits.md
 * ---
 * title: Limits
 * questions: [is there a max, Is it free?, how much may I send]
 * ---
 *
 * None.
 * ```
 */
export const duplicateQuestion: Rule = {
  name: 'duplicate-question',
  run: ({ articles }) => {
    const firsts = new Map<string, string>();
    const found: Diagnostic[] = [];
    for (const { file, lang, questions, places } of articles) {
      for (const [index, question] of questions.entries()) {
        const place = places.questions[index] ?? fileStart;
        // Of signs alone nothing is left to compare.
        const key = `${lang} ${folded(question) || question}`;
        const first = firsts.get(key);
        if (first === undefined) firsts.set(key, located(file, place));
        else found.push(diagnose(file, place, 'duplicate-question', repeated(question, first)));
      }
    }
    return found;
  },
};

function repeated(question: string, first: string) {
  const expected = `each phrasing once (first: ${first})`;
  return { found: `question \`${question}\``, expected, severity: 'warning' as const };
}
