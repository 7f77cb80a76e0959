import { type Diagnostic, diagnose, type Finding, located } from '../../content/diagnostic.ts';
import type { Document } from '../../content/document.ts';
import { nearest } from '../../content/nearest.ts';
import { fileStart } from '../../content/place.ts';
import type { Field } from '../../work-orders/field.ts';
import type { TypeTranslation } from '../../work-orders/translated-type.ts';
import type { WorkOrderType } from '../../work-orders/work-order-type.ts';
import type { Rule } from '../rule.ts';

/**
 * work-order-translation: the words of a type in another language fit the type. Its type, fields and choices
 * are there, each has its words, and a type is translated once into a language.
 *
 * @example good
 * ```md work-orders/transfer.md
 * ---
 * title: Transfer
 * summary: A transfer went wrong
 * fields:
 *   - { id: direction, kind: choice, label: Direction, prompt: Which way?, choices: [in, out] }
 * ---
 * ```
 * ```md work-orders/de/transfer.md
 * ---
 * translation-of: transfer
 * lang: de
 * title: Überweisung
 * summary: Eine Überweisung ging schief
 * fields:
 *   direction: { label: Richtung, prompt: Wohin?, choices: { in: herein, out: hinaus } }
 * ---
 * ```
 *
 * @example bad work-orders/de/transfer.md:2:17 work-orders/de/transfer.md:8:3 work-orders/de/transfer.md:6:1 work-orders/de/transfer.md:7:60 work-orders/de/transfer.md:7:58 work-orders/de/transfer.md:7:58 work-orders/es/transfer.md:2:17
 * ```md work-orders/transfer.md
 * ---
 * title: Transfer
 * summary: A transfer went wrong
 * fields:
 *   - { id: direction, kind: choice, label: Direction, prompt: Which way?, choices: [in, out] }
 *   - { id: bank, kind: yes-no, label: Bank, prompt: To a bank? }
 * ---
 * ```
 * ```md work-orders/de/again.md
 * ---
 * translation-of: transfer
 * lang: de
 * title: Noch einmal
 * summary: Noch einmal
 * fields:
 *   direction: { label: Richtung, prompt: Wohin?, choices: { in: herein, out: hinaus } }
 *   bank: { label: Bank, prompt: An eine Bank? }
 * ---
 * ```
 * ```md work-orders/de/transfer.md
 * ---
 * translation-of: transfer
 * lang: de
 * title: Überweisung
 * summary: Eine Überweisung ging schief
 * fields:
 *   direction: { label: Richtung, prompt: Wohin?, choices: { inn: herein } }
 *   banc: { label: Bank, prompt: An eine Bank? }
 * ---
 * ```
 * ```md work-orders/es/transfer.md
 * ---
 * translation-of: transfr
 * lang: es
 * title: Transferencia
 * summary: Una transferencia salió mal
 * fields: {}
 * ---
 * ```
 */
export const workOrderTranslation: Rule = {
  name: 'work-order-translation',
  run: ({ types, typeTranslations, typeDocuments }) => {
    const documents = new Map(typeDocuments.map((document) => [document.file, document]));
    return typeTranslations.flatMap((words) => {
      const document = documents.get(words.file);
      if (document === undefined) return [];
      const type = types.get(words.of);
      if (type === undefined) return [unknownType(document, words, types)];
      const first = typeTranslations.find((one) => one.of === words.of && one.lang === words.lang);
      const again = first === undefined || first === words ? [] : [secondOf(document, words, first)];
      return [...again, ...faultsOf(document, words, type)];
    });
  },
};

const told = (document: Document, path: readonly (string | number)[], finding: Finding): Diagnostic =>
  diagnose(document.file, document.placeOf(path), 'work-order-translation', finding);

/** At the key, where its value is what is meant to stay. */
const atKey = (document: Document, path: readonly (string | number)[], finding: Finding): Diagnostic =>
  diagnose(document.file, document.placeOfKey(path), 'work-order-translation', finding);

function unknownType(
  document: Document,
  { of }: TypeTranslation,
  types: ReadonlyMap<string, WorkOrderType>,
): Diagnostic {
  const near = nearest(of, types.keys());
  const expected = near === undefined ? 'the name of a file in work-orders, without .md' : `\`${near}\``;
  return told(document, ['translation-of'], { found: `work-order type \`${of}\``, expected });
}

const secondOf = (document: Document, { of, lang }: TypeTranslation, { file }: TypeTranslation): Diagnostic =>
  told(document, ['translation-of'], {
    found: `second translation of \`${of}\` into \`${lang}\``,
    expected: `one (first: ${located(file, fileStart)})`,
  });

function faultsOf(document: Document, words: TypeTranslation, type: WorkOrderType): Diagnostic[] {
  const ids = type.fields.map(({ id }) => id);
  const strange = Object.keys(words.fields)
    .filter((id) => !ids.includes(id))
    .map((id) => atKey(document, ['fields', id], unknown('field', id, ids)));
  const missing = type.fields
    .filter(({ id }) => words.fields[id] === undefined)
    .map(({ id }) => atKey(document, ['fields'], lacking(`field \`${id}\``)));
  return [...strange, ...missing, ...type.fields.flatMap((field) => choiceFaults(document, words, field))];
}

function choiceFaults(document: Document, { fields }: TypeTranslation, field: Field): Diagnostic[] {
  const words = fields[field.id];
  if (words === undefined) return [];
  const values = field.kind === 'choice' ? field.choices.map(({ value }) => value) : [];
  const path = ['fields', field.id, 'choices'];
  const strange = Object.keys(words.choices)
    .filter((value) => !values.includes(value))
    .map((value) => atKey(document, [...path, value], unknown('choice', value, values)));
  const missing = values
    .filter((value) => words.choices[value] === undefined)
    .map((value) => told(document, path, lacking(`choice \`${value}\``)));
  return [...strange, ...missing];
}

function unknown(what: 'field' | 'choice', name: string, known: readonly string[]): Finding {
  const near = nearest(name, known);
  return {
    found: `${what} \`${name}\``,
    expected: near === undefined ? `a ${what} of the type` : `\`${near}\``,
  };
}

/** It is said in the desk's language until then. */
const lacking = (what: string): Finding => ({
  found: `missing ${what}`,
  expected: 'its words in this language',
  severity: 'warning',
});
