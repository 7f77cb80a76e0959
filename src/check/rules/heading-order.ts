import type { Heading } from 'mdast';
import { type Diagnostic, diagnose } from '../../content/diagnostic.ts';
import { type Document, placeOfNode } from '../../content/document.ts';
import { sectionsOf } from '../../content/headings.ts';
import type { Rule } from '../rule.ts';

/**
 * heading-order: headings begin at depth 2, since the title is in the front matter, and none is more
 * than one deeper than the heading before it: a passage is shown under the headings around it.
 *
 * @example good
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * ---
 *
 * ## Sending
 *
 * ### Abroad
 *
 * ## Receiving
 *
 * None.
 * ```
 *
 * @example bad articles/fees.md:6:1 articles/fees.md:8:1
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * ---
 *
 * # Fees
 *
 * #### Sending
 *
 * None.
 * ```
 */
export const headingOrder: Rule = {
  name: 'heading-order',
  run: ({ articleDocuments }) =>
    articleDocuments.flatMap((document) => {
      const headings = sectionsOf(document).flatMap(({ heading }) => heading ?? []);
      return headings.flatMap((heading, index) => headingFault(document, heading, headings[index - 1]));
    }),
};

function headingFault(document: Document, heading: Heading, before: Heading | undefined): Diagnostic[] {
  const deepest = Math.max(2, (before?.depth ?? 1) + 1);
  if (heading.depth > 1 && heading.depth <= deepest) return [];
  const expected = deepest === 2 ? '`##`' : `\`##\` to \`${'#'.repeat(deepest)}\``;
  const finding = {
    found: `heading \`${'#'.repeat(heading.depth)}\``,
    expected,
    severity: 'warning' as const,
  };
  return [diagnose(document.file, placeOfNode(document, heading), 'heading-order', finding)];
}
