import { diagnose } from '../../content/diagnostic.ts';
import { fileStart } from '../../content/place.ts';
import type { Rule } from '../rule.ts';

/**
 * review-date-passed: an article is read again by the date that it names. The examples are checked
 * on 2026-07-01.
 *
 * @example good
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * review-by: 2026-07-01
 * ---
 *
 * None.
 * ```
 *
 * @example bad articles/fees.md:4:12
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * review-by: 2026-06-30
 * ---
 *
 * None.
 * ```
 */
export const reviewDatePassed: Rule = {
  name: 'review-date-passed',
  run: ({ articles, articleDocuments }, now) => {
    const documents = new Map(articleDocuments.map((document) => [document.file, document]));
    const today = new Date(now).toISOString().slice(0, 10);
    return articles.flatMap(({ file, reviewBy, owner }) => {
      if (reviewBy === undefined || reviewBy >= today) return [];
      const place = documents.get(file)?.placeOf(['review-by']) ?? fileStart;
      const expected = `${owner ?? 'someone'} to read it again and set a later date`;
      const finding = {
        found: `review date ${reviewBy}, which has passed`,
        expected,
        severity: 'warning' as const,
      };
      return [diagnose(file, place, 'review-date-passed', finding)];
    });
  },
};
