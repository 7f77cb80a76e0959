import { diagnose } from '../../content/diagnostic.ts';
import { nearestPath } from '../../content/nearest.ts';
import { readQuestionFile } from '../../knowledge/question-file.ts';
import { questionsName } from '../load-content.ts';
import { articleIds } from '../references.ts';
import type { Rule } from '../rule.ts';

/**
 * questions-file: the golden questions in questions.csv have the columns question and article, and each
 * article is there; an empty one means that nothing answers the question.
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
 * ```csv questions.csv
 * question,article
 * do you charge anything,fees
 * how is the weather,
 * ```
 *
 * @example bad questions.csv:2:1
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * ---
 *
 * None.
 * ```
 * ```csv questions.csv
 * question,article
 * do you charge anything,fee
 * ```
 */
export const questionsFile: Rule = {
  name: 'questions-file',
  run: (content) => {
    if (content.questionFile === undefined) return [];
    const read = readQuestionFile(content.questionFile);
    if (read.kind === 'unexpected')
      return [diagnose(questionsName, { line: read.line, column: 1 }, 'questions-file', read.finding)];
    const ids = articleIds(content);
    return read.questions
      .filter(({ article }) => article !== '' && !ids.has(article))
      .map(({ article, line }) => {
        const near = nearestPath(article, ids);
        const expected = near === undefined ? 'the id of an article, or nothing' : `\`${near}\``;
        const finding = { found: `article \`${article}\``, expected };
        return diagnose(questionsName, { line, column: 1 }, 'questions-file', finding);
      });
  },
};
