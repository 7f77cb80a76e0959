import { type Diagnostic, diagnose } from '../../content/diagnostic.ts';
import { nearestPath } from '../../content/nearest.ts';
import { type ArticleReference, articleIds, articleReferences } from '../references.ts';
import type { Rule } from '../rule.ts';

/**
 * unknown-article: follow-ups and the desk's promoted articles are there.
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
 * ```md articles/limits.md
 * ---
 * title: Limits
 * questions: [what are the limits, how much may I send, is there a limit]
 * ---
 *
 * None.
 * ```
 *
 * @example bad articles/fees.md:4:14
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * follow-ups: [limits]
 * ---
 *
 * None.
 * ```
 */
export const unknownArticle: Rule = {
  name: 'unknown-article',
  run: (content) => {
    const ids = articleIds(content);
    return articleReferences(content).flatMap((reference) => referenceFault(reference, ids));
  },
};

function referenceFault({ document, path, id }: ArticleReference, ids: ReadonlySet<string>): Diagnostic[] {
  if (ids.has(id)) return [];
  const near = nearestPath(id, ids);
  const expected =
    near === undefined ? 'the id of an article: its path below articles, without .md' : `\`${near}\``;
  return [
    diagnose(document.file, document.placeOf(path), 'unknown-article', {
      found: `article \`${id}\``,
      expected,
    }),
  ];
}
