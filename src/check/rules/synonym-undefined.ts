import { diagnose } from '../../content/diagnostic.ts';
import { porterStem } from '../../knowledge/porter-stemmer.ts';
import { wordsOf } from '../../knowledge/words.ts';
import type { CheckedContent } from '../load-content.ts';
import type { Rule } from '../rule.ts';

/**
 * synonym-undefined: of each list of synonyms in desk.md at least one stands in an article or in a
 * work-order type. A list of words that nothing uses leads nowhere.
 *
 * @example good
 * ```md desk.md
 * ---
 * synonyms:
 *   - [fee, charge, commission]
 * ---
 * ```
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * ---
 *
 * None.
 * ```
 *
 * @example bad desk.md:4:5
 * ```md desk.md
 * ---
 * synonyms:
 *   - [fee, charge, commission]
 *   - [cheque, draft, postal order]
 * ---
 * ```
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * ---
 *
 * None.
 * ```
 */
export const synonymUndefined: Rule = {
  name: 'synonym-undefined',
  run: (content) => {
    const { desk, deskDocument, articles } = content;
    if (deskDocument === undefined || articles.length === 0) return [];
    const used = texts(content).map(stemmed).join('\n');
    return desk.synonyms.flatMap((group, index) =>
      group.some((term) => used.includes(stemmed(term)))
        ? []
        : [
            diagnose('desk.md', deskDocument.placeOf(['synonyms', index]), 'synonym-undefined', {
              found: `synonyms ${group.map((term) => `\`${term}\``).join(', ')}`,
              expected: 'at least one that an article or a work-order type uses',
              severity: 'warning',
            }),
          ],
    );
  },
};

function texts({ articles, types }: CheckedContent): string[] {
  const read = articles.flatMap(({ title, questions, tags, passages }) => [
    ...[title, ...questions, ...tags],
    ...passages.flatMap(({ headings, text }) => [...headings, text]),
  ]);
  const filed = [...types.values()].flatMap(({ title, summary, phrasings }) => [
    title,
    summary,
    ...phrasings,
  ]);
  return [...read, ...filed];
}

/** With a space on either side, so that only whole words are found. */
const stemmed = (text: string): string => ` ${wordsOf(text).map(porterStem).join(' ')} `;
