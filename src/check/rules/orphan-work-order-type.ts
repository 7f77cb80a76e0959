import { diagnose } from '../../content/diagnostic.ts';
import { fileStart } from '../../content/place.ts';
import type { Rule } from '../rule.ts';

/**
 * orphan-work-order-type: something leads to each work-order type: phrasings of its own, an article,
 * or desk.md. Without any of them only those find it who read the whole menu.
 *
 * @example good
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * work-order: refund
 * ---
 *
 * None.
 * ```
 * ```md work-orders/refund.md
 * ---
 * title: Refund
 * summary: Money back
 * fields:
 *   - { id: details, kind: paragraph, label: Details, prompt: What is it about? }
 * ---
 * ```
 *
 * @example bad work-orders/refund.md:2:8
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * ---
 *
 * None.
 * ```
 * ```md work-orders/refund.md
 * ---
 * title: Refund
 * summary: Money back
 * fields:
 *   - { id: details, kind: paragraph, label: Details, prompt: What is it about? }
 * ---
 * ```
 */
export const orphanWorkOrderType: Rule = {
  name: 'orphan-work-order-type',
  run: ({ articles, types, typeDocuments, desk }) => {
    const documents = new Map(typeDocuments.map((document) => [document.file, document]));
    const named = new Set([desk.fallbackType, desk.handoffType, ...articles.map((one) => one.workOrder)]);
    return [...types.values()]
      .filter(({ id, phrasings }) => phrasings.length === 0 && !named.has(id))
      .map(({ id, file }) =>
        diagnose(file, documents.get(file)?.placeOf(['title']) ?? fileStart, 'orphan-work-order-type', {
          found: `work-order type \`${id}\` that nothing leads to`,
          expected: '`phrasings`, or an article with `work-order` for it',
          severity: 'warning',
        }),
      );
  },
};
