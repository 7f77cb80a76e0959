import { type Diagnostic, diagnose } from '../../content/diagnostic.ts';
import { fileStart } from '../../content/place.ts';
import type { KnowledgeSnapshot } from '../../knowledge/answer.ts';
import { type GoldenQuestion, readQuestionFile } from '../../knowledge/question-file.ts';
import { percent } from '../exam.ts';
import { questionsName } from '../load-content.ts';
import type { RankingRule } from '../rule.ts';

/**
 * golden-question: each question of questions.csv gets its article first, or no answer where none is
 * meant. One that does not is a warning; fewer right than `questions-floor` in desk.md is an error.
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
 * questions: [how much may I send, is there a daily limit, what is the maximum]
 * ---
 *
 * None.
 * ```
 * ```csv questions.csv
 * question,article
 * what are your fees,fees
 * zzyzx qwrt,
 * ```
 *
 * @example bad questions.csv:1:1 questions.csv:2:1
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
 * questions: [how much may I send, is there a daily limit, what is the maximum]
 * ---
 *
 * None.
 * ```
 * ```csv questions.csv
 * question,article
 * what are your fees,limits
 * is there a limit,limits
 * ```
 */
export const goldenQuestion: RankingRule = {
  name: 'golden-question',
  run: ({ questionFile, desk }, { snapshot }) => {
    const read = readQuestionFile(questionFile ?? 'question,article');
    if (read.kind === 'unexpected' || read.questions.length === 0) return [];
    const wrong = read.questions.flatMap((asked) => wrongAnswer(asked, snapshot));
    const right = 1 - wrong.length / read.questions.length;
    return right < desk.questionsFloor ? [tooFew(right, desk.questionsFloor), ...wrong] : wrong;
  },
};

function wrongAnswer({ question, article, line }: GoldenQuestion, snapshot: KnowledgeSnapshot): Diagnostic[] {
  const { kind, hits } = snapshot.answer(question);
  const [best] = hits;
  const got = kind === 'fallback' || best === undefined ? '' : best.article.id;
  if (got === article) return [];
  const answered =
    got === '' ? 'without an answer' : `answered by \`${got}\` at ${percent(best?.confidence ?? 0)}`;
  return [
    diagnose(questionsName, { line, column: 1 }, 'golden-question', {
      found: `question \`${question}\` ${answered}`,
      expected: article === '' ? 'no answer' : `\`${article}\``,
      severity: 'warning',
    }),
  ];
}

function tooFew(right: number, floor: number): Diagnostic {
  return diagnose(questionsName, fileStart, 'golden-question', {
    found: `${percent(right)} of the golden questions answered right`,
    expected: `at least ${percent(floor)}`,
  });
}
