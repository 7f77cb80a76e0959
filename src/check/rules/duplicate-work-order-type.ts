import { type Diagnostic, diagnose, located } from '../../content/diagnostic.ts';
import type { Document } from '../../content/document.ts';
import { folded } from '../folded.ts';
import type { Rule } from '../rule.ts';

/**
 * duplicate-work-order-type: two work-order types of one language have titles and phrasings of their own, as they
 * may lack where one began as a copy of the other. A menu shows the titles alone, and a phrasing of both leads to
 * neither.
 *
 * @example good
 * ```md work-orders/lost.md
 * ---
 * title: A lost book
 * summary: It is gone
 * phrasings: [report a lost book]
 * fields:
 *   - { id: book, kind: text, label: Book, prompt: Which one? }
 * ---
 * ```
 * ```md work-orders/damaged.md
 * ---
 * title: A damaged book
 * summary: It is torn
 * phrasings: [report a torn book]
 * fields:
 *   - { id: book, kind: text, label: Book, prompt: Which one? }
 * ---
 * ```
 *
 * @example bad work-orders/lost.md:2:8 work-orders/lost.md:4:31
 * ```md work-orders/damaged.md
 * ---
 * title: A book
 * summary: It is torn
 * phrasings: [report a book]
 * fields:
 *   - { id: book, kind: text, label: Book, prompt: Which one? }
 * ---
 * ```
 * ```md work-orders/lost.md
 * ---
 * title: A book
 * summary: It is gone
 * phrasings: [one that is gone, Report a book!]
 * fields:
 *   - { id: book, kind: text, label: Book, prompt: Which one? }
 * ---
 * ```
 */
export const duplicateWorkOrderType: Rule = {
  name: 'duplicate-work-order-type',
  run: ({ typeDocuments, desk }) => {
    const firsts = new Map<string, string>();
    return typeDocuments.flatMap((document) => {
      const { lang } = document.data;
      return wordsOf(document).flatMap(({ name, text, path }): Diagnostic[] => {
        const place = document.placeOf(path);
        const key = `${name} ${typeof lang === 'string' ? lang : desk.lang} ${folded(text)}`;
        const first = firsts.get(key);
        if (first === undefined) {
          firsts.set(key, located(document.file, place));
          return [];
        }
        const finding = {
          found: `${name} \`${text}\``,
          expected: `a ${name} of its own (first: ${first})`,
          severity: 'warning' as const,
        };
        return [diagnose(document.file, place, 'duplicate-work-order-type', finding)];
      });
    });
  },
};

interface Words {
  readonly name: 'title' | 'phrasing';
  readonly text: string;
  readonly path: readonly (string | number)[];
}

function wordsOf({ data }: Document): Words[] {
  const phrasings: readonly unknown[] = Array.isArray(data.phrasings) ? data.phrasings : [];
  const title: readonly Words[] =
    typeof data.title === 'string' ? [{ name: 'title', text: data.title, path: ['title'] }] : [];
  const others = phrasings.flatMap((text, at): Words[] =>
    typeof text === 'string' ? [{ name: 'phrasing', text, path: ['phrasings', at] }] : [],
  );
  return [...title, ...others];
}
