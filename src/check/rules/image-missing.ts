import type { Definition, Image } from 'mdast';
import { visit } from 'unist-util-visit';
import { type Diagnostic, diagnose } from '../../content/diagnostic.ts';
import { type Document, placeOfNode } from '../../content/document.ts';
import { isDocument } from '../../content/list-files.ts';
import { nearestPath } from '../../content/nearest.ts';
import { relativeTarget } from '../references.ts';
import type { Rule } from '../rule.ts';

/**
 * image-missing: a picture that is named is there.
 *
 * @example good
 * ```md articles/menu.md
 * ---
 * title: The menu
 * questions: [where is the menu, how do I open the menu, I see no menu]
 * ---
 *
 * ![The menu button](menu.png)
 * ```
 * ```png articles/menu.png
 * ```
 *
 * @example bad articles/menu.md:6:1
 * ```md articles/menu.md
 * ---
 * title: The menu
 * questions: [where is the menu, how do I open the menu, I see no menu]
 * ---
 *
 * ![The menu button](menu.png)
 * ```
 */
export const imageMissing: Rule = {
  name: 'image-missing',
  run: ({ articleDocuments, files }) =>
    articleDocuments.flatMap((document) =>
      imagesOf(document).flatMap((node) => imageFault(document, node, files)),
    ),
};

function imagesOf(document: Document): (Image | Definition)[] {
  const images: (Image | Definition)[] = [];
  const referred = new Set<string>();
  visit(document.tree, 'imageReference', ({ identifier }) => {
    referred.add(identifier);
  });
  visit(document.tree, ['image', 'definition'], (node) => {
    if (node.type === 'image' || (node.type === 'definition' && referred.has(node.identifier)))
      images.push(node);
  });
  return images;
}

function imageFault(document: Document, node: Image | Definition, files: ReadonlySet<string>): Diagnostic[] {
  const target = relativeTarget(document, node.url);
  if (target === undefined || files.has(target.file)) return [];
  const pictures = [...files].filter((file) => !isDocument(file));
  const near = nearestPath(target.file, pictures);
  const expected = near === undefined ? 'a file of the folder' : `\`${near}\``;
  const finding = { found: `picture \`${target.file}\``, expected };
  return [diagnose(document.file, placeOfNode(document, node), 'image-missing', finding)];
}
