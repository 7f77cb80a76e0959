import { visit } from 'unist-util-visit';
import { diagnose } from '../../content/diagnostic.ts';
import { placeOfNode } from '../../content/document.ts';
import type { Rule } from '../rule.ts';

/**
 * alt-text: a picture says in words what it shows, for those who cannot see it and for the index.
 *
 * @example good
 * ```md articles/menu.md
 * ---
 * title: The menu
 * questions: [where is the menu, how do I open the menu, I see no menu]
 * ---
 *
 * ![The menu button in the top left corner](https://example.com/menu.png)
 * ```
 *
 * @example bad articles/menu.md:6:1
 * ```md articles/menu.md
 * ---
 * title: The menu
 * questions: [where is the menu, how do I open the menu, I see no menu]
 * ---
 *
 * ![](https://example.com/menu.png)
 * ```
 */
export const altText: Rule = {
  name: 'alt-text',
  run: ({ articleDocuments }) =>
    articleDocuments.flatMap((document) => {
      const nodes: Parameters<typeof placeOfNode>[1][] = [];
      visit(document.tree, ['image', 'imageReference'], (node) => {
        if ('alt' in node && (node.alt ?? '').trim() === '') nodes.push(node);
      });
      const finding = {
        found: 'picture without a description',
        expected: '`![what it shows](…)`',
        severity: 'warning' as const,
      };
      return nodes.map((node) => diagnose(document.file, placeOfNode(document, node), 'alt-text', finding));
    }),
};
