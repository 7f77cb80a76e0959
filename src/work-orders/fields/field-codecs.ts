import * as z from 'zod';
import { sizes } from '../../limits.ts';
import type { Field, FieldValue } from '../field.ts';
import type { WorkOrderType } from '../work-order-type.ts';
import { addressCodec } from './address.ts';
import { amountCodec } from './amount.ts';
import { attachmentCodec } from './attachment.ts';
import { choiceCodec } from './choice.ts';
import { dateCodec } from './date.ts';
import { emailCodec } from './email.ts';
import type { FieldCodec, FieldContext, PlainField, Recognised, Validation } from './field-codec.ts';
import { numberCodec } from './number-field.ts';
import { phoneCodec } from './phone.ts';
import { textCodec } from './text.ts';
import { transactionIdCodec } from './transaction-id.ts';
import { urlCodec } from './url.ts';
import { yesNoCodec } from './yes-no.ts';

export type { FieldContext, Recognised, Validation } from './field-codec.ts';

/** Values stand at the beginning of a story; looking for dates takes the square of its length. */
const maxStory = 4000;

/** Reads an answer to a field's own prompt; patterns must not work on more than any field takes. */
export const validateField = (field: Field, text: string, context: FieldContext): Validation =>
  codecOf(field).validate(text.slice(0, sizes.message), context);

/** Finds a field's values in free text, in the order of the text. */
export const recogniseField = (field: Field, text: string, context: FieldContext): readonly Recognised[] =>
  codecOf(field).recognise(text.slice(0, maxStory), context);

/** The value as the requester reads it; yes-no stays "yes" or "no", attachments stay upload ids. */
export const showField = (field: Field, value: FieldValue, zone: string, lang = 'en'): string =>
  codecOf(field).show(value, zone, lang);

/** An answer that the field accepts; empty where there is none to give (text without one, attachments). */
export const exampleOf = (field: Field): string => codecOf(field).example();

/** Whether the field is asked, given the values so far: every condition holds. */
export function isAsked(field: Field, values: Readonly<Record<string, FieldValue | undefined>>): boolean {
  return Object.entries(field.when).every(([id, wanted]) => {
    const value = Object.hasOwn(values, id) ? values[id] : undefined;
    return value !== undefined && wanted.includes(value);
  });
}

/** The fields of a type that are asked, given the values so far. A hidden field's value hides what hangs on it. */
export function askedFields(
  type: Pick<WorkOrderType, 'fields'>,
  values: Readonly<Record<string, FieldValue | undefined>>,
): readonly Field[] {
  let asked = type.fields;
  // Each round hides at least one more field, or is the last.
  for (let hidden = true; hidden; ) {
    const ids = new Set(asked.map(({ id }) => id));
    const seen = Object.fromEntries(Object.entries(values).filter(([id]) => ids.has(id)));
    const still = asked.filter((field) => isAsked(field, seen));
    hidden = still.length < asked.length;
    asked = still;
  }
  return asked;
}

/**
 * What a work order of a type holds: a normalised value for each required field that is asked, maybe
 * one for each optional, none for fields that are not asked, and nothing else.
 */
export function schemaOf(type: Pick<WorkOrderType, 'fields'>): z.ZodType<Record<string, FieldValue>> {
  const known = new Map(type.fields.map((field) => [field.id, codecOf(field).schema()]));
  return z.record(z.string(), z.string()).superRefine((values, context) => {
    const asked = askedFields(type, values);
    const issue = (id: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [id], message });
    for (const field of asked)
      if (field.required && !Object.hasOwn(values, field.id))
        issue(field.id, 'Unexpected absence, expected a value');
    for (const [id, value] of Object.entries(values)) {
      if (!asked.some((field) => field.id === id))
        issue(id, 'Unexpected value, expected none: the field is not asked');
      else if (known.get(id)?.safeParse(value).success !== true)
        issue(id, 'Unexpected value, expected a normalised one');
    }
  });
}

/** A codec together with the field it works for. */
interface BoundCodec {
  readonly validate: (text: string, context: FieldContext) => Validation;
  readonly recognise: (text: string, context: FieldContext) => readonly Recognised[];
  readonly show: (value: FieldValue, zone: string, lang: string) => string;
  readonly example: () => string;
  readonly schema: () => z.ZodType<string>;
}

function codecOf(field: Field): BoundCodec {
  switch (field.kind) {
    case 'text':
    case 'paragraph':
      return bound(textCodec, field);
    case 'choice':
      return bound(choiceCodec, field);
    case 'date':
    case 'date-time':
      return bound(dateCodec, field);
    case 'amount':
      return bound(amountCodec, field);
    case 'number':
      return bound(numberCodec, field);
    case 'transaction-id':
      return bound(transactionIdCodec, field);
    case 'attachment':
      return bound(attachmentCodec, field);
    case 'yes-no':
      return bound(yesNoCodec, field);
    default:
      return bound(plainCodecs[field.kind], field);
  }
}

const plainCodecs: Readonly<Record<PlainField['kind'], FieldCodec<PlainField>>> = {
  email: emailCodec,
  phone: phoneCodec,
  url: urlCodec,
  address: addressCodec,
};

const bound = <F extends Field>(codec: FieldCodec<F>, field: F): BoundCodec => ({
  validate: (text, context) => codec.validate(field, text, context),
  recognise: (text, context) => codec.recognise(field, text, context),
  show: (value, zone, lang) => codec.show(field, value, zone, lang),
  example: () => codec.example(field),
  schema: () => codec.schema(field),
});
