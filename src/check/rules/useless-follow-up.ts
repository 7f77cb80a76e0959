import { diagnose } from '../../content/diagnostic.ts';
import type { Rule } from '../rule.ts';

/** As many as the chat shows below an answer. */
const mostShown = 3;

/**
 * useless-follow-up: each follow-up leads on. The chat shows the first three; an article that names
 * itself, names another twice or names a fourth offers what nobody can use.
 *
 * @example good
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * follow-ups: [limits]
 * ---
 *
 * None.
 * ```
 *
 * @example bad articles/fees.md:4:14 articles/fees.md:4:28 articles/fees.md:4:53
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * follow-ups: [fees, limits, limits, networks, hours, codes]
 * ---
 *
 * None.
 * ```
 */
export const uselessFollowUp: Rule = {
  name: 'useless-follow-up',
  run: ({ articles, articleDocuments }) => {
    const documents = new Map(articleDocuments.map((document) => [document.file, document]));
    return articles.flatMap(({ id, file, followUps }) => {
      const document = documents.get(file);
      if (document === undefined) return [];
      return followUps.flatMap((named, index) => {
        const fault = faultOf(named, index, id, followUps);
        const place = document.placeOf(['follow-ups', index]);
        return fault === undefined ? [] : [diagnose(file, place, 'useless-follow-up', fault)];
      });
    });
  },
};

function faultOf(named: string, index: number, own: string, all: readonly string[]) {
  const severity = 'warning' as const;
  if (named === own) return { found: 'follow-up to itself', expected: 'another article', severity };
  if (all.indexOf(named) < index)
    return { found: `second follow-up \`${named}\``, expected: 'each article once', severity };
  const shown = all.slice(0, index).filter((other, at) => other !== own && all.indexOf(other) === at);
  if (shown.length < mostShown) return undefined;
  return {
    found: `follow-up number ${shown.length + 1}`,
    expected: `at most ${mostShown}, since the chat shows no more`,
    severity,
  };
}
