import { type Diagnostic, diagnose, located } from '../../content/diagnostic.ts';
import type { Document } from '../../content/document.ts';
import { folded } from '../folded.ts';
import type { Rule } from '../rule.ts';

/**
 * shared-synonym: a synonym belongs to one choice of its field. What two choices share chooses neither: who
 * says it is asked again.
 *
 * @example good
 * ```md work-orders/transfer.md
 * ---
 * title: Transfer
 * summary: A transfer went wrong
 * fields:
 *   - id: direction
 *     kind: choice
 *     label: Direction
 *     prompt: Which way?
 *     choices:
 *       - { value: in, label: In, synonyms: [incoming] }
 *       - { value: out, label: Out, synonyms: [outgoing] }
 * ---
 * ```
 *
 * @example bad work-orders/transfer.md:11:46 work-orders/de/transfer.md:12:40
 * ```md work-orders/transfer.md
 * ---
 * title: Transfer
 * summary: A transfer went wrong
 * fields:
 *   - id: direction
 *     kind: choice
 *     label: Direction
 *     prompt: Which way?
 *     choices:
 *       - { value: in, label: In, synonyms: [moved] }
 *       - { value: out, label: Out, synonyms: [Moved] }
 * ---
 * ```
 * ```md work-orders/de/transfer.md
 * ---
 * translation-of: transfer
 * lang: de
 * title: Überweisung
 * summary: Eine Überweisung ging schief
 * fields:
 *   direction:
 *     label: Richtung
 *     prompt: Wohin?
 *     choices:
 *       in: { label: Herein, synonyms: [überwiesen] }
 *       out: { label: Hinaus, synonyms: [überwiesen] }
 * ---
 * ```
 */
export const sharedSynonym: Rule = {
  name: 'shared-synonym',
  run: ({ types, typeTranslations, typeDocuments }) => {
    const documents = new Map(typeDocuments.map((document) => [document.file, document]));
    const own = [...types.values()].flatMap(({ file, fields }) => {
      const document = documents.get(file);
      if (document === undefined) return [];
      return fields.flatMap((field, place) =>
        field.kind === 'choice'
          ? shared(
              document,
              field.choices.map(({ value, synonyms = [] }, at) => ({
                value,
                synonyms,
                path: ['fields', place, 'choices', at, 'synonyms'],
              })),
            )
          : [],
      );
    });
    const translated = typeTranslations.flatMap(({ file, fields }) => {
      const document = documents.get(file);
      if (document === undefined) return [];
      return Object.entries(fields).flatMap(([id, { choices }]) =>
        shared(
          document,
          Object.entries(choices).map(([value, { synonyms }]) => ({
            value,
            synonyms,
            path: ['fields', id, 'choices', value, 'synonyms'],
          })),
        ),
      );
    });
    return [...own, ...translated];
  },
};

interface ListedChoice {
  readonly value: string;
  readonly synonyms: readonly string[];
  /** Of its synonyms in the front matter. */
  readonly path: readonly (string | number)[];
}

function shared(document: Document, choices: readonly ListedChoice[]): Diagnostic[] {
  const first = new Map<string, { readonly value: string; readonly place: (string | number)[] }>();
  return choices.flatMap(({ value, synonyms, path }) =>
    synonyms.flatMap((synonym, at) => {
      const place = [...path, at];
      const before = first.get(folded(synonym));
      if (before === undefined) first.set(folded(synonym), { value, place });
      if (before === undefined || before.value === value) return [];
      return [
        diagnose(document.file, document.placeOf(place), 'shared-synonym', {
          found: `synonym \`${synonym}\` of two choices`,
          expected: `it at \`${before.value}\` or \`${value}\` (first: ${located(document.file, document.placeOf(before.place))})`,
          severity: 'warning',
        }),
      ];
    }),
  );
}
