import { visit } from 'unist-util-visit';
import { type Diagnostic, diagnose } from '../../content/diagnostic.ts';
import { type Document, placeOfNode } from '../../content/document.ts';
import { articleIdOf } from '../../knowledge/read-article.ts';
import { articleReferences, draftIds, relativeTarget } from '../references.ts';
import type { Rule } from '../rule.ts';

/**
 * draft-linked: what people can read does not lead to a draft, which they cannot.
 *
 * @example good
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * ---
 *
 * None.
 * ```
 * ```md articles/limits.md
 * ---
 * title: Limits
 * questions: [what are the limits, how much may I send, is there a limit]
 * draft: true
 * ---
 *
 * See [fees](fees.md).
 * ```
 *
 * @example bad articles/fees.md:4:14 articles/fees.md:7:5
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * follow-ups: [limits]
 * ---
 *
 * See [limits](limits.md).
 * ```
 * ```md articles/limits.md
 * ---
 * title: Limits
 * questions: [what are the limits, how much may I send, is there a limit]
 * draft: true
 * ---
 *
 * Soon.
 * ```
 */
export const draftLinked: Rule = {
  name: 'draft-linked',
  run: (content) => {
    const drafts = draftIds(content);
    const published = content.articleDocuments.filter(({ file }) => !drafts.has(articleIdOf(file)));
    const named = articleReferences(content)
      .filter(({ id }) => drafts.has(id))
      .map(({ document, path, id }) =>
        diagnose(document.file, document.placeOf(path), 'draft-linked', toDraft(id)),
      );
    return [...named, ...published.flatMap((document) => linksToDrafts(document, drafts))];
  },
};

function linksToDrafts(document: Document, drafts: ReadonlySet<string>): Diagnostic[] {
  const found: Diagnostic[] = [];
  visit(document.tree, 'link', (node) => {
    const target = relativeTarget(document, node.url);
    if (target === undefined || !target.file.startsWith('articles/')) return;
    const id = articleIdOf(target.file);
    if (drafts.has(id))
      found.push(diagnose(document.file, placeOfNode(document, node), 'draft-linked', toDraft(id)));
  });
  return found;
}

function toDraft(id: string) {
  return {
    found: `link to the draft \`${id}\``,
    expected: 'an article that is published',
    severity: 'warning' as const,
  };
}
