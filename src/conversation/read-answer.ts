import type { Field } from '../work-orders/field.ts';
import { type FieldContext, type Validation, validateField } from '../work-orders/fields/field-codecs.ts';
import type { Form } from './state.ts';

type Refused = NonNullable<Form['refused']>;

/** An answer as it was read, and the words it was read from. */
export interface ReadAnswer {
  readonly checked: Validation;
  readonly source: string;
}

/**
 * Reads an answer to the field being asked together with the one that was refused before it, where that
 * one only lacked something: "0.5", then "BTC"; "5pm", then "yesterday".
 */
export function readAnswer(field: Field, form: Form, text: string, context: FieldContext): ReadAnswer {
  const alone = { checked: validateField(field, text, context), source: text };
  const { refused } = form;
  if (refused === undefined || !isPartial(alone.checked, refused))
    return onItsDay(field, alone, form, context);
  const source = `${refused.text} ${text}`;
  const together = validateField(field, source, context);
  return together.kind === 'ok' ? { checked: together, source } : alone;
}

/** What is whole needs nothing of what was said before; of "5pm" only a day without its time is the rest. */
const isPartial = (alone: Validation, { problem }: Refused): boolean =>
  (problem === 'currency-missing' && alone.kind === 'invalid') ||
  (problem === 'day-missing' && (alone.kind === 'invalid' || alone.value.length === 'YYYY-MM-DD'.length));

const refusedDays: readonly string[] = ['in-the-future', 'no-such-day'];

/** "5pm" after a day that could not be is no time of today: nobody said so. */
function onItsDay(field: Field, read: ReadAnswer, { refused }: Form, context: FieldContext): ReadAnswer {
  if (field.kind !== 'date-time' || !refusedDays.includes(refused?.problem ?? '')) return read;
  const day = validateField({ ...field, kind: 'date' }, read.source, context);
  return day.kind === 'invalid' && day.problem === 'day-missing' ? { ...read, checked: day } : read;
}

const longest = 200;

/** The form that remembers what was refused, and why; what lacked something waits for the rest. */
export function refusing(form: Form, text: string, checked: Validation): Form {
  if (checked.kind === 'ok') return form;
  const waits = form.refused?.problem === 'currency-missing' || form.refused?.problem === 'day-missing';
  const lacks = checked.problem === 'currency-missing' || checked.problem === 'day-missing';
  return waits && !lacks
    ? form
    : { ...form, refused: { text: text.slice(0, longest), problem: checked.problem } };
}
