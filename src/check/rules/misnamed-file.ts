import { diagnose } from '../../content/diagnostic.ts';
import { editDistance } from '../../content/nearest.ts';
import { fileStart } from '../../content/place.ts';
import { questionsName } from '../load-content.ts';
import type { Rule } from '../rule.ts';

/**
 * misnamed-file: the parts of the folder have their names to the letter. What is in a folder `article` or
 * `Work-Orders`, or in a file `Desk.md`, is not read.
 *
 * @example good
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * ---
 *
 * None.
 * ```
 * ```md notes.md
 * For ourselves.
 * ```
 *
 * @example bad article/limits.md:1:1 Question.csv:1:1
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * ---
 *
 * None.
 * ```
 * ```md article/limits.md
 * ---
 * title: Limits
 * questions: [what are the limits, how much may I send, is there a limit]
 * ---
 *
 * A lot.
 * ```
 * ```csv Question.csv
 * question,article
 * ```
 */
export const misnamedFile: Rule = {
  name: 'misnamed-file',
  run: ({ files }) => {
    // The first file of each stands for all of them.
    const found = new Map([...files].toReversed().map((file) => [partOf(file), file]));
    return [...found].flatMap(([part, file]) => {
      const meant = meantBy(part);
      // A second file may be a copy; what is in a second folder is surely meant to be read.
      if (meant === undefined || (!meant.endsWith('/') && found.has(meant))) return [];
      const finding = { found: `\`${part}\``, expected: `\`${meant}\``, severity: 'warning' as const };
      return [diagnose(file, fileStart, 'misnamed-file', finding)];
    });
  },
};

const parts = ['articles/', 'work-orders/', 'phrases/', 'desk.md', questionsName];

/** The file at the top of the folder, or the folder there that it is in. */
function partOf(file: string): string {
  const slash = file.indexOf('/');
  return slash === -1 ? file : file.slice(0, slash + 1);
}

/** Two letters away, whatever their case: `articles-old/` means what it says. */
const meantBy = (part: string): string | undefined =>
  parts.includes(part) ? undefined : parts.find((one) => editDistance(part.toLowerCase(), one) <= 2);
