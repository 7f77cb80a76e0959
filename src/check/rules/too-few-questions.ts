import { diagnose } from '../../content/diagnostic.ts';
import { fileStart } from '../../content/place.ts';
import type { Rule } from '../rule.ts';

/** Below three, people who say it differently are not understood. */
export const fewestQuestions = 3;

/**
 * too-few-questions: an article has at least three phrasings.
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
 *
 * @example bad articles/fees.md:3:12
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees]
 * ---
 *
 * None.
 * ```
 */
export const tooFewQuestions: Rule = {
  name: 'too-few-questions',
  run: ({ articles, articleDocuments }) => {
    const documents = new Map(articleDocuments.map((document) => [document.file, document]));
    return articles
      .filter(({ questions }) => questions.length < fewestQuestions)
      .map(({ file, questions: { length } }) =>
        diagnose(file, documents.get(file)?.placeOf(['questions']) ?? fileStart, 'too-few-questions', {
          found: length === 1 ? 'single question' : `${length} questions`,
          expected: `at least ${fewestQuestions}, as different people would ask`,
          severity: 'warning',
        }),
      );
  },
};
