import type { Definition, Link } from 'mdast';
import { visit } from 'unist-util-visit';
import { type Diagnostic, diagnose } from '../../content/diagnostic.ts';
import { type Document, placeOfNode } from '../../content/document.ts';
import { sectionsOf } from '../../content/headings.ts';
import { nearest, nearestPath } from '../../content/nearest.ts';
import type { CheckedContent } from '../load-content.ts';
import { relativeTarget } from '../references.ts';
import type { Rule } from '../rule.ts';

/**
 * broken-link: a link to another file of the folder leads to a file, and to a heading in it; one to a web page
 * begins with https://.
 *
 * @example good
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * ---
 *
 * See [limits](limits.md#per-day) and [below](#why).
 *
 * ## Why
 *
 * Because.
 * ```
 * ```md articles/limits.md
 * ---
 * title: Limits
 * questions: [what are the limits, how much may I send, is there a limit]
 * ---
 *
 * ## Per day
 *
 * A lot.
 * ```
 *
 * @example bad articles/fees.md:6:5 articles/fees.md:6:27 articles/fees.md:6:44
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * ---
 *
 * See [limits](limit.md) or [below](#whi) or [the site](www.northgate.example).
 *
 * ## Why
 *
 * Because.
 * ```
 */
export const brokenLink: Rule = {
  name: 'broken-link',
  run: (content) => {
    const { articleDocuments } = content;
    const anchors = new Map(articleDocuments.map((document) => [document.file, anchorsOf(document)]));
    return articleDocuments.flatMap((document) =>
      linksOf(document).flatMap((node) => linkFault(document, node, content, anchors)),
    );
  },
};

type LinkNode = Link | Definition;

function linksOf(document: Document): LinkNode[] {
  const links: LinkNode[] = [];
  const pictures = new Set<string>();
  visit(document.tree, 'imageReference', ({ identifier }) => {
    pictures.add(identifier);
  });
  visit(document.tree, ['link', 'definition'], (node) => {
    if (node.type === 'link') links.push(node);
    if (node.type === 'definition' && !pictures.has(node.identifier)) links.push(node);
  });
  return links;
}

function anchorsOf(document: Document): string[] {
  return sectionsOf(document).flatMap(({ anchor }) => (anchor === '' ? [] : anchor));
}

function linkFault(
  document: Document,
  node: LinkNode,
  { files, desk }: CheckedContent,
  anchors: ReadonlyMap<string, readonly string[]>,
): Diagnostic[] {
  const target = relativeTarget(document, node.url);
  if (target === undefined) return [];
  const fault =
    addressFault(node.url, desk.officialDomains) ??
    fileFault(target.file, files) ??
    anchorFault(target.anchor, anchors.get(target.file));
  return fault === undefined
    ? []
    : [diagnose(document.file, placeOfNode(document, node), 'broken-link', fault)];
}

const looksLikeMail = /^[^\s@/]+@[\w-]+(?:\.[\w-]+)+$/;

/** A web page or a mail address without what makes it one: it would be looked for in the folder. */
function addressFault(url: string, domains: readonly string[]) {
  if (url === '') return { found: 'link that leads nowhere', expected: 'a file of the folder or a web page' };
  if (looksLikeMail.test(url)) return { found: `link to \`${url}\``, expected: `\`mailto:${url}\`` };
  const [host = ''] = url.toLowerCase().split(/[/?#:]/, 1);
  const isHost = host.startsWith('www.') || domains.some((one) => host === one || host.endsWith(`.${one}`));
  return isHost ? { found: `link to \`${url}\``, expected: `\`https://${url}\`` } : undefined;
}

function fileFault(file: string, files: ReadonlySet<string>) {
  if (files.has(file)) return undefined;
  const near = nearestPath(file, files);
  return {
    found: `link to \`${file}\``,
    expected: near === undefined ? 'a file of the folder' : `\`${near}\``,
  };
}

/** A file that could not be read has no known anchors, and has said so itself. */
function anchorFault(anchor: string, known: readonly string[] | undefined) {
  if (anchor === '' || known === undefined || known.includes(anchor)) return undefined;
  const near = nearest(anchor, known);
  return {
    found: `link to \`#${anchor}\``,
    expected: near === undefined ? 'a heading of the file' : `\`#${near}\``,
  };
}
