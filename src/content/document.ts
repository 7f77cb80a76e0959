import type { Root } from 'mdast';
import type { Place } from './place.ts';

/** A markdown file, parsed: front matter as plain data, body as a syntax tree, each with its places. */
export interface Document {
  /** Path below the knowledge folder, with forward slashes. */
  readonly file: string;
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly tree: Root;
  /** Line of the file on which the body begins; the tree's lines count from there. */
  readonly bodyLine: number;
  /** Where a front-matter value stands; the nearest parent's place when the path leads nowhere. */
  readonly placeOf: (path: readonly (string | number)[]) => Place;
}
