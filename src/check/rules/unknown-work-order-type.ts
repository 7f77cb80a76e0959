import { type Diagnostic, diagnose } from '../../content/diagnostic.ts';
import type { Document } from '../../content/document.ts';
import { nearest } from '../../content/nearest.ts';
import type { CheckedContent } from '../load-content.ts';
import type { Rule } from '../rule.ts';

/**
 * unknown-work-order-type: a type that an article or the desk offers is there.
 *
 * @example good
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * work-order: general
 * ---
 *
 * None.
 * ```
 * ```md work-orders/general.md
 * ---
 * title: General request
 * summary: Anything else
 * fields:
 *   - { id: details, kind: paragraph, label: Details, prompt: What is it about? }
 * ---
 * ```
 *
 * @example bad articles/fees.md:4:13
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * work-order: general
 * ---
 *
 * None.
 * ```
 */
export const unknownWorkOrderType: Rule = {
  name: 'unknown-work-order-type',
  run: (content) => {
    const ids = typeIds(content);
    return references(content).flatMap((reference) => referenceFault(reference, ids));
  },
};

interface TypeReference {
  readonly document: Document;
  readonly key: string;
  readonly id: string | undefined;
}

function references({ articles, articleDocuments, desk, deskDocument }: CheckedContent): TypeReference[] {
  const byFile = new Map(articles.map((article) => [article.file, article]));
  const offered = articleDocuments.map((document) => ({
    document,
    key: 'work-order',
    id: byFile.get(document.file)?.workOrder,
  }));
  if (deskDocument === undefined) return offered;
  return [
    ...offered,
    { document: deskDocument, key: 'fallback-type', id: desk.fallbackType },
    { document: deskDocument, key: 'handoff-type', id: desk.handoffType },
  ];
}

/** By the files, the broken ones too: those have said what is wrong with them. */
function typeIds({ files }: CheckedContent): Set<string> {
  const inside = [...files].filter((file) => file.startsWith('work-orders/') && file.endsWith('.md'));
  return new Set(inside.map((file) => file.replace(/^.*\/|\.md$/g, '')));
}

function referenceFault({ document, key, id }: TypeReference, ids: ReadonlySet<string>): Diagnostic[] {
  if (id === undefined || ids.has(id)) return [];
  const near = nearest(id, ids);
  const expected = near === undefined ? 'the name of a file in work-orders, without .md' : `\`${near}\``;
  const finding = { found: `work-order type \`${id}\``, expected };
  return [diagnose(document.file, document.placeOf([key]), 'unknown-work-order-type', finding)];
}
