import { type Diagnostic, diagnose, type Finding, located } from '../content/diagnostic.ts';
import type { Document } from '../content/document.ts';
import { nearest } from '../content/nearest.ts';
import type { Field } from './field.ts';

/** What is wrong among the fields of a type: ids used twice, conditions that name what is not there. */
export function fieldFaults(document: Document, fields: readonly Field[]): Diagnostic[] {
  return fields.flatMap((field, index) => {
    const earlier = fields.slice(0, index);
    return [...repeatedId(document, field, index, earlier), ...whenFaults(document, field, index, fields)];
  });
}

function repeatedId(
  document: Document,
  { id }: Field,
  index: number,
  earlier: readonly Field[],
): Diagnostic[] {
  const first = earlier.findIndex((other) => other.id === id);
  if (first === -1) return [];
  const firstPlace = located(document.file, document.placeOf(['fields', first, 'id']));
  const finding = { found: `second field \`${id}\``, expected: `each id once (first: ${firstPlace})` };
  return [diagnose(document.file, document.placeOf(['fields', index, 'id']), 'duplicate-field', finding)];
}

function whenFaults(document: Document, field: Field, index: number, fields: readonly Field[]): Diagnostic[] {
  return Object.entries(field.when).flatMap(([id, values]) => {
    const path = ['fields', index, 'when', id];
    const named = fields.findIndex((other) => other.id === id);
    const target = fields[named];
    if (target === undefined || named >= index) {
      const finding = unknownField(id, target, fields.slice(0, index));
      return [diagnose(document.file, document.placeOfKey(path), 'condition', finding)];
    }
    return valueFindings(target, values).map((finding) =>
      diagnose(document.file, document.placeOf(path), 'condition', finding),
    );
  });
}

function unknownField(id: string, target: Field | undefined, earlier: readonly Field[]): Finding {
  if (target !== undefined) {
    return {
      found: `field \`${id}\`, which is not asked before`,
      expected: 'the id of a field above this one',
    };
  }
  const near = nearest(
    id,
    earlier.map((field) => field.id),
  );
  const expected = near === undefined ? 'the id of a field above this one' : `\`${near}\``;
  return { found: `field \`${id}\``, expected };
}

function valueFindings(target: Field, values: readonly string[]): Finding[] {
  const known = knownValues(target);
  if (known === undefined) return [];
  return values
    .filter((value) => !known.includes(value))
    .map((value) => {
      const near = nearest(value, known);
      const listed = known.map((one) => `\`${one}\``).join(', ');
      const expected = near === undefined ? `one of ${listed}` : `\`${near}\``;
      return { found: `value \`${value}\` of \`${target.id}\``, expected };
    });
}

function knownValues(field: Field): readonly string[] | undefined {
  if (field.kind === 'yes-no') return ['yes', 'no'];
  return field.kind === 'choice' ? field.choices.map(({ value }) => value) : undefined;
}
