import { diagnose } from '../../content/diagnostic.ts';
import type { Field } from '../../work-orders/field.ts';
import type { Rule } from '../rule.ts';

/**
 * unreachable-condition: a field that is asked under a condition can be asked. It cannot when the
 * fields that its condition names are themselves asked only where the condition does not hold.
 *
 * @example good
 * ```md work-orders/transfer.md
 * ---
 * title: Transfer
 * summary: A transfer went wrong
 * fields:
 *   - { id: direction, kind: choice, label: Direction, prompt: Which way?, choices: [in, out] }
 *   - { id: bank, kind: yes-no, label: Bank, prompt: To a bank?, when: { direction: out } }
 *   - { id: iban, kind: text, label: IBAN, prompt: Which account?, when: { bank: yes, direction: out } }
 * ---
 * ```
 *
 * @example bad work-orders/transfer.md:7:72
 * ```md work-orders/transfer.md
 * ---
 * title: Transfer
 * summary: A transfer went wrong
 * fields:
 *   - { id: direction, kind: choice, label: Direction, prompt: Which way?, choices: [in, out] }
 *   - { id: bank, kind: yes-no, label: Bank, prompt: To a bank?, when: { direction: out } }
 *   - { id: iban, kind: text, label: IBAN, prompt: Which account?, when: { bank: yes, direction: in } }
 * ---
 * ```
 */
export const unreachableCondition: Rule = {
  name: 'unreachable-condition',
  run: ({ types, typeDocuments }) => {
    const documents = new Map(typeDocuments.map((document) => [document.file, document]));
    return [...types.values()].flatMap(({ file, fields }) => {
      const document = documents.get(file);
      if (document === undefined) return [];
      return unreachable(fields).map(({ index, contested }) =>
        diagnose(file, document.placeOf(['fields', index, 'when']), 'unreachable-condition', {
          found: 'condition that never holds',
          expected: `a value that \`${contested}\` can have when the fields it names are asked`,
        }),
      );
    });
  },
};

type Allowed = ReadonlyMap<string, ReadonlySet<string>>;

interface Unreachable {
  readonly index: number;
  readonly contested: string;
}

/** Conditions name earlier fields only, so one pass collects what must hold for each. */
function unreachable(fields: readonly Field[]): Unreachable[] {
  const needs = new Map<string, Allowed>();
  return fields.flatMap((field, index) => {
    const own = Object.entries(field.when).map(([id, values]): Allowed => new Map([[id, new Set(values)]]));
    const inherited = Object.keys(field.when).flatMap((id) => needs.get(id) ?? []);
    const all = [...own, ...inherited].reduce(both, new Map());
    needs.set(field.id, all);
    const contested = [...all].find(([, values]) => values.size === 0)?.[0];
    return contested === undefined ? [] : [{ index, contested }];
  });
}

function both(a: Allowed, b: Allowed): Allowed {
  const met = new Map(a);
  for (const [id, values] of b) {
    const others = met.get(id);
    met.set(id, others === undefined ? values : new Set([...values].filter((value) => others.has(value))));
  }
  return met;
}
