import type { Html, Text } from 'mdast';
import { visit } from 'unist-util-visit';
import { type Diagnostic, diagnose, type Finding } from '../../content/diagnostic.ts';
import { type Document, placeOfNode } from '../../content/document.ts';
import type { Place } from '../../content/place.ts';
import type { Rule } from '../rule.ts';

/**
 * shown-as-written: what is meant as a heading, a list or a bold word is one. The chat shows as they are written
 * the `#` without a space behind them, the bullets of a text program, and the tags of a web page.
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
 * - None, **ever**. <!-- Since May. -->
 * - Type <your name>, or #1. 2 < 3.
 * ```
 *
 * @example bad articles/fees.md:6:1 articles/fees.md:8:1 articles/fees.md:11:6
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * ---
 *
 * ##Sending
 *
 * • None
 * • At all
 *
 * None <b>ever</b>.
 * ```
 */
export const shownAsWritten: Rule = {
  name: 'shown-as-written',
  run: ({ articleDocuments, typeDocuments, deskDocument }) =>
    [...articleDocuments, ...typeDocuments, ...(deskDocument === undefined ? [] : [deskDocument])].flatMap(
      slips,
    ),
};

/** The first of each block: who mends it sees the others. */
function slips(document: Document): Diagnostic[] {
  const found: Diagnostic[] = [];
  let block: object | undefined;
  visit(document.tree, ['text', 'html'], (node, _, parent) => {
    if (parent === undefined || parent === block) return;
    const slip =
      node.type === 'html' ? tagIn(document, node) : node.type === 'text' ? signIn(document, node) : [];
    if (slip.length > 0) block = parent.type === 'root' ? undefined : parent;
    found.push(...slip);
  });
  return found;
}

const tag =
  /^<(?:a|b|br|blockquote|center|code|details|div|em|font|h[1-6]|hr|i|iframe|img|li|mark|ol|p|pre|s|script|small|span|strong|style|sub|summary|sup|table|td|th|tr|u|ul|video)(?=[\s/>])[^>]*>/i;

/** Only tags that browsers know: `<your name>` is meant to be read. */
function tagIn(document: Document, node: Html): Diagnostic[] {
  const [written] = tag.exec(node.value) ?? [];
  if (written === undefined) return [];
  const shown = written.length > 20 ? `${written.slice(0, 19)}…` : written;
  return [
    told(document, placeOfNode(document, node), {
      found: `tag \`${shown}\``,
      expected: 'markdown, such as `**bold**`; a tag is shown as it is written',
    }),
  ];
}

const heading = /^[ \t]{0,3}(#{2,6})(?=[^#\s])/;
const bullet = /^[ \t]*([•◦‣▪●○■·])(?=\s)/;

function signIn(document: Document, node: Text): Diagnostic[] {
  const start = placeOfNode(document, node);
  for (const [at, line] of node.value.split('\n').entries()) {
    // A text may begin behind a link or a bold word.
    if (at === 0 && start.column > 4) continue;
    const place = { line: start.line + at, column: at === 0 ? start.column : 1 };
    const [, marks] = heading.exec(line) ?? [];
    if (marks !== undefined)
      return [
        told(document, place, { found: `\`${marks}\` without a space behind it`, expected: `\`${marks} \`` }),
      ];
    const [, sign] = bullet.exec(line) ?? [];
    if (sign !== undefined) return [told(document, place, { found: `bullet \`${sign}\``, expected: '`- `' })];
  }
  return [];
}

const told = (document: Document, place: Place, finding: Finding): Diagnostic =>
  diagnose(document.file, place, 'shown-as-written', { ...finding, severity: 'warning' });
