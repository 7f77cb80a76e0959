import { type Diagnostic, diagnose, located } from '../../content/diagnostic.ts';
import { fileStart } from '../../content/place.ts';
import { folded } from '../folded.ts';
import type { Rule } from '../rule.ts';

/**
 * duplicate-title: two articles of one language have different titles, since a title is all that
 * people see when they must choose between articles.
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
 * ```md articles/limits.md
 * ---
 * title: Limits
 * questions: [what are the limits, how much may I send, is there a limit]
 * ---
 *
 * None.
 * ```
 *
 * @example bad articles/limits.md:2:8
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
 * title: fees
 * questions: [what are the limits, how much may I send, is there a limit]
 * ---
 *
 * None.
 * ```
 */
export const duplicateTitle: Rule = {
  name: 'duplicate-title',
  run: ({ articles, articleDocuments }) => {
    const documents = new Map(articleDocuments.map((document) => [document.file, document]));
    const firsts = new Map<string, string>();
    const found: Diagnostic[] = [];
    for (const { file, title, lang } of articles) {
      const place = documents.get(file)?.placeOf(['title']) ?? fileStart;
      const key = `${lang} ${folded(title)}`;
      const first = firsts.get(key);
      if (first === undefined) firsts.set(key, located(file, place));
      else {
        const expected = `a title of its own (first: ${first})`;
        found.push(
          diagnose(file, place, 'duplicate-title', {
            found: `title \`${title}\``,
            expected,
            severity: 'warning',
          }),
        );
      }
    }
    return found;
  },
};
