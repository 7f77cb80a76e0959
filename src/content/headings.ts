import GithubSlugger from 'github-slugger';
import type { Heading, RootContent } from 'mdast';
import { toString as headingText } from 'mdast-util-to-string';
import type { Document } from './document.ts';

/** A heading of a document's body, and what stands below it up to the next heading. */
export interface Section {
  /** Undefined for what stands before the first heading. */
  readonly heading: Heading | undefined;
  readonly title: string;
  /** As GitHub slugs it, made unique within the document; empty without a heading. */
  readonly anchor: string;
  readonly nodes: readonly RootContent[];
}

/** Cuts a body at its headings. Headings inside quotes and lists do not cut. */
export function sectionsOf(document: Document): Section[] {
  const slugger = new GithubSlugger();
  const sections: { heading: Heading | undefined; title: string; anchor: string; nodes: RootContent[] }[] = [
    { heading: undefined, title: '', anchor: '', nodes: [] },
  ];
  for (const node of document.tree.children) {
    if (node.type === 'heading') {
      const title = headingText(node);
      sections.push({ heading: node, title, anchor: slugger.slug(title), nodes: [] });
    } else {
      sections.at(-1)?.nodes.push(node);
    }
  }
  return sections;
}
