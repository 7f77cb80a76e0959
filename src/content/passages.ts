import type { Definition, FootnoteDefinition, RootContent } from 'mdast';
import { visit } from 'unist-util-visit';
import { comment } from './comments.ts';
import { type Document, placeOfNode } from './document.ts';
import { type Section, sectionsOf } from './headings.ts';
import { plainText } from './plain-text.ts';

/** A section of a body that has something in it; articles are made of these. */
export interface BodyPassage {
  readonly headings: readonly string[];
  readonly anchor: string;
  readonly markdown: string;
  readonly text: string;
  readonly line: number;
}

/**
 * Cuts a body into passages at its headings of depth 2 and more; a heading of depth 1 cuts too, but
 * stands in no path, since the title is in the front matter. Empty sections are left out.
 */
export function passagesOf(document: Document): BodyPassage[] {
  const definitions = definitionsOf(document);
  const path: { depth: number; title: string }[] = [];
  return sectionsOf(document).flatMap((section) => {
    enter(path, section);
    const text = plainText(section.nodes);
    const markdown = markdownOf(document, section.nodes, definitions);
    if (markdown === '') return [];
    const headings = path.map(({ title }) => title);
    return [{ headings, anchor: section.anchor, markdown, text, line: lineOf(document, section) }];
  });
}

function enter(path: { depth: number; title: string }[], { heading, title }: Section): void {
  if (heading === undefined) return;
  while ((path.at(-1)?.depth ?? 0) >= heading.depth) path.pop();
  if (heading.depth === 1) path.length = 0;
  else path.push({ depth: heading.depth, title });
}

function lineOf(document: Document, { heading, nodes }: Section): number {
  const [first] = nodes;
  const node = heading ?? first;
  return node === undefined ? document.bodyLine : placeOfNode(document, node).line;
}

type Definitions = ReadonlyMap<string, Definition | FootnoteDefinition>;

function definitionsOf(document: Document): Definitions {
  const found = new Map<string, Definition | FootnoteDefinition>();
  visit(document.tree, ['definition', 'footnoteDefinition'], (node) => {
    if (node.type === 'definition' || node.type === 'footnoteDefinition') found.set(keyOf(node), node);
  });
  return found;
}

function keyOf(node: { type: string; identifier: string }): string {
  return (node.type.startsWith('footnote') ? '^' : '') + node.identifier;
}

/** The source of the nodes, without comments, and with the definitions that it refers to elsewhere. */
function markdownOf(document: Document, nodes: readonly RootContent[], definitions: Definitions): string {
  const shown = nodes.filter(({ type }) => type !== 'definition' && type !== 'footnoteDefinition');
  const body = shown.map((node) => sourceWithoutComments(document, node)).filter((source) => source !== '');
  const wanted = shown.flatMap((node) => referencesOf(node));
  const needed = [...new Set(wanted)].flatMap((key) => definitions.get(key) ?? []);
  return [...body, ...needed.map((node) => sourceOf(document, node))].join('\n\n');
}

function referencesOf(node: RootContent): string[] {
  const keys: string[] = [];
  visit(node, (inner) => {
    if (
      inner.type === 'linkReference' ||
      inner.type === 'imageReference' ||
      inner.type === 'footnoteReference'
    ) {
      keys.push(keyOf(inner));
    }
  });
  return keys;
}

/** In code a comment is none. */
function sourceWithoutComments(document: Document, node: RootContent): string {
  let source = sourceOf(document, node);
  visit(node, 'html', ({ value }) => {
    for (const [written] of value.matchAll(comment)) source = source.replace(written, () => '');
  });
  return source.trim() === '' ? '' : source.trimEnd();
}

function sourceOf(document: Document, { position }: RootContent): string {
  const start = position?.start.offset ?? 0;
  let from = start;
  // From the start of the line, so that an indented block keeps its shape.
  while (' \t'.includes(document.body[from - 1] ?? '\n')) from--;
  return document.body.slice(from, position?.end.offset ?? start).trimEnd();
}
