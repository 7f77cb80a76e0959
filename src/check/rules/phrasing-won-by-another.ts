import { diagnose } from '../../content/diagnostic.ts';
import { percent, wins } from '../exam.ts';
import type { RankingRule } from '../rule.ts';

/**
 * phrasing-won-by-another: a question that an article lists is answered by that article. Where
 * another one wins it, the requester reads the wrong text although the right one is there.
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
 *
 * @example bad articles/limits.md:6:5
 * ```md articles/codes.md
 * ---
 * title: Codes do not come
 * questions: [my code does not arrive, my code still does not arrive, why does my code not arrive, no code arrives]
 * ---
 *
 * Wait for a minute.
 * ```
 * ```md articles/limits.md
 * ---
 * title: Limits
 * questions:
 *   - how much may I send
 *   - is there a daily limit
 *   - my code does not arrive
 *   - what is the maximum
 * ---
 *
 * None.
 * ```
 */
export const phrasingWonByAnother: RankingRule = {
  name: 'phrasing-won-by-another',
  run: (_, { asked }) =>
    asked
      .filter(({ article, known }) => known.first !== undefined && !wins(known, article))
      .map(({ article, question, place, known }) =>
        diagnose(article.file, place, 'phrasing-won-by-another', {
          found: `question \`${question}\` answered by \`${known.first?.id}\` at ${percent(known.confidence)}`,
          expected: `\`${article.id}\`; say what sets the two apart, or move the question`,
          severity: 'warning',
        }),
      ),
};
