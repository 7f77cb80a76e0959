import type { Node, Root } from 'mdast';
import type { Place } from './place.ts';

/** A larger file is not read: no editor writes one by hand. */
export const maxFileBytes = 1024 * 1024;

/** A markdown file, parsed: front matter as plain data, body as a syntax tree, each with its places. */
export interface Document {
  /** Path below the knowledge folder, with forward slashes. */
  readonly file: string;
  /** The whole file, without a byte order mark and with `\n` line ends. */
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly tree: Root;
  /** Line of the file on which the body begins; the tree's lines count from there. */
  readonly bodyLine: number;
  /** Where a front-matter value stands; the nearest parent's place when the path leads nowhere. */
  readonly placeOf: PlaceOf;
  /** Where a front-matter key stands, for faults in the key itself; otherwise as `placeOf`. */
  readonly placeOfKey: PlaceOf;
}

export type PlaceOf = (path: readonly (string | number)[]) => Place;

/** Where a node of the body stands in the file. */
export function placeOfNode(document: Document, node: Node): Place {
  const start = node.position?.start ?? { line: 1, column: 1 };
  return { line: document.bodyLine + start.line - 1, column: start.column };
}
