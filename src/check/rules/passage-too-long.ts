import { diagnose } from '../../content/diagnostic.ts';
import type { Rule } from '../rule.ts';

/** About a screen of a phone three times over; a chat is no place for more. */
export const mostCharacters = 2000;

/**
 * passage-too-long: a passage, what stands between two headings, has at most 2,000 characters: it is
 * shown whole in the chat.
 *
 * @example good
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * ---
 *
 * A few words.
 * ```
 *
 * @example bad articles/fees.md:6:1
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * ---
 *
 * <2001 letters>
 * ```
 */
export const passageTooLong: Rule = {
  name: 'passage-too-long',
  run: ({ articles }) =>
    articles.flatMap(({ file, passages }) =>
      passages
        .filter(({ text }) => text.length > mostCharacters)
        .map(({ text, line }) =>
          diagnose(file, { line, column: 1 }, 'passage-too-long', {
            found: `passage of ${text.length} characters`,
            expected: `at most ${mostCharacters}; a heading in between splits it`,
            severity: 'warning',
          }),
        ),
    ),
};
