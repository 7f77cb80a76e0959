import * as z from 'zod';
import { matchesWhole } from '../../content/safe-pattern.ts';
import type { FieldValue } from '../field.ts';
import { exampleOr, type FieldCodec, ok, type TextField, type Validation } from './field-codec.ts';
import { invalid } from './problem.ts';

/** One line (text) or several (paragraph). Lengths count characters as people do, not UTF-16 units. */
export const textCodec: FieldCodec<TextField> = {
  validate: (field, text) => check(field, tidy(field, text)),
  // Free words have no form to be known by: a paragraph is taken whole, by recogniseFields.
  recognise: () => [],
  show: (_field, value) => value,
  example: (field) => exampleOr('')(field),
  schema: (field) =>
    z.string().refine((value) => value === tidy(field, value) && check(field, value).kind === 'ok'),
};

const tidy = (field: TextField, text: string): FieldValue =>
  field.kind === 'text' ? text.trim().replace(/\s+/g, ' ') : text.trim().replace(/\r\n?/g, '\n');

function check(field: TextField, value: string): Validation {
  const length = [...value].length;
  if (length === 0) return invalid('empty');
  if (length < field.minLength) return invalid('too-short', { min: String(field.minLength) });
  if (length > field.maxLength) return invalid('too-long', { max: String(field.maxLength) });
  const { pattern } = field;
  if (pattern !== undefined && !matchesWhole(pattern.source, value))
    return invalid('wrong-pattern', { message: pattern.message });
  return ok(value);
}
