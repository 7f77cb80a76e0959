import type { Field, Filled } from '../work-orders/field.ts';
import { askedFields } from '../work-orders/fields/field-codecs.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import type { Form } from './state.ts';
import { alsoTold } from './text.ts';

/** The form's values by field, as conditions and the ledger read them. */
const valuesOf = (form: Form): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(form.filled).map(([id, one]) => [id, one.value]));

/** The fields that count for what has been answered so far, in the file's order. */
export const fieldsOf = (type: WorkOrderType, form: Form): readonly Field[] =>
  askedFields(type, valuesOf(form));

/** The fields without a value that were not skipped. */
export const fieldsLeft = (type: WorkOrderType, form: Form): readonly Field[] =>
  fieldsOf(type, form).filter(({ id }) => !form.filled[id] && !form.skipped.includes(id));

/** The next field to ask; undefined when the review can be shown. */
export const nextField = (type: WorkOrderType, form: Form): Field | undefined => fieldsLeft(type, form)[0];

export function fill(form: Form, values: Readonly<Record<string, Filled>>): Form {
  const ids = Object.keys(values);
  return {
    ...form,
    filled: { ...form.filled, ...values },
    skipped: form.skipped.filter((id) => !ids.includes(id)),
  };
}

export const skip = (form: Form, field: string): Form => {
  const { [field]: _, ...filled } = form.filled;
  return { ...form, filled, skipped: [...form.skipped.filter((id) => id !== field), field] };
};

/** Asks one field; `trail` remembers it for `back`. */
export const ask = (form: Form, field: string): Form => ({
  ...form,
  asking: field,
  attempts: 0,
  refused: undefined,
  trail: form.trail.includes(field) ? form.trail : [...form.trail, field],
});

/** The same prompt once more, for whatever reason. */
export const repeated = (form: Form): Form => ({ ...form, attempts: form.attempts + 1 });

export const review = (form: Form): Form => ({
  ...form,
  asking: undefined,
  attempts: 0,
  refused: undefined,
  reviewing: true,
});

/** The field before the one being asked, its answer as it stands; undefined at the first one. */
export function back(
  type: WorkOrderType,
  form: Form,
): { readonly form: Form; readonly field: string } | undefined {
  const asked = fieldsOf(type, form).map(({ id }) => id);
  const here = form.asking === undefined ? -1 : form.trail.indexOf(form.asking);
  const before = here === -1 ? form.trail : form.trail.slice(0, here);
  const field = before.findLast((id) => asked.includes(id));
  if (field === undefined) return undefined;
  return {
    field,
    form: { ...form, skipped: form.skipped.filter((id) => id !== field), reviewing: false },
  };
}

/** What a form of another type is to have read too. */
export const toldToo = (form: Form, text: string): Form => ({
  ...form,
  question: alsoTold(form.question, text),
});

/** What is filed: the values of the fields that count, and of no other. */
export function filedValues(type: WorkOrderType, form: Form): Readonly<Record<string, string>> {
  const values = valuesOf(form);
  return Object.fromEntries(
    fieldsOf(type, form).flatMap(({ id }) => (values[id] === undefined ? [] : [[id, values[id]]])),
  );
}

/** Where the desk writes to. */
export const contactField = (type: WorkOrderType) =>
  type.fields.find((field) => field.kind === 'email' && field.contact === true);
