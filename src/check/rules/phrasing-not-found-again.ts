import { diagnose } from '../../content/diagnostic.ts';
import { type AskedPhrasing, percent, wins } from '../exam.ts';
import type { RankingRule } from '../rule.ts';

/**
 * phrasing-not-found-again: a question that is left out for a trial still leads to its article by the
 * others. One that does not stands alone: those who ask in nearly these words get something else, so
 * the article needs more phrasings like it. Where another article would be given as the answer, it is
 * a warning; else a note.
 *
 * @example good
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, what fees do you take, how high are the fees, are there fees]
 * ---
 *
 * None.
 * ```
 * ```md articles/limits.md
 * ---
 * title: Limits
 * questions: [is there a daily limit, what is the daily limit, how high is the limit, daily limit]
 * ---
 *
 * None.
 * ```
 *
 * @example bad articles/fees.md:7:5
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions:
 *   - what are the fees
 *   - what fees do you take
 *   - are there fees
 *   - how much may I pay at most
 * ---
 *
 * None.
 * ```
 * ```md articles/limits.md
 * ---
 * title: Limits
 * questions: [how much may I send at most, how much may I trade at most, how much may I take out at most]
 * ---
 *
 * None.
 * ```
 */
export const phrasingNotFoundAgain: RankingRule = {
  name: 'phrasing-not-found-again',
  run: (_, { asked }) =>
    asked
      // What another article wins even where it is known is told by a rule of its own.
      .filter(({ article, leftOut, known }) => !wins(leftOut, article) && wins(known, article))
      .map((one) =>
        diagnose(one.article.file, one.place, 'phrasing-not-found-again', {
          found: `question \`${one.question}\` that, when left out, ${got(one)}`,
          expected: `\`${one.article.id}\`; more phrasings like it would lead there`,
          severity: one.leftOut.kind === 'confident' ? 'warning' : 'info',
        }),
      ),
};

function got({ leftOut: { kind, first, confidence } }: AskedPhrasing): string {
  if (first === undefined || kind === 'fallback') return 'has no answer';
  const verb = kind === 'confident' ? 'is answered by' : 'leads first to';
  return `${verb} \`${first.id}\` at ${percent(confidence)}`;
}
