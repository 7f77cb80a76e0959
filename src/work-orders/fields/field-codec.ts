import type { ZodType } from 'zod';
import type { Field, FieldValue } from '../field.ts';
import type { Invalid } from './problem.ts';

/** What an answer is read against. */
export interface FieldContext {
  /** Epoch milliseconds. */
  readonly now: number;
  /** IANA zone of the requester. */
  readonly zone: string;
  /** BCP 47; its region decides what 03/04 means. */
  readonly lang: string;
}

export type Validation =
  | { readonly kind: 'ok'; readonly value: FieldValue; readonly shown: string }
  | Invalid;

/** A value read out of a message that says other things too. */
export interface Recognised {
  readonly value: FieldValue;
  /** The words it was read from, and where they begin in the text. */
  readonly source: string;
  readonly index: number;
  /** Nothing else could have been meant; otherwise the requester has to see it first. */
  readonly sure: boolean;
}

/** All there is to know about one kind of field. Pure: the clock and the zone are arguments. */
export interface FieldCodec<F extends Field> {
  /** Reads an answer to the field's own prompt. */
  readonly validate: (field: F, text: string, context: FieldContext) => Validation;
  /** Finds its values in free text, in the order of the text. Finds nothing rather than something wrong. */
  readonly recognise: (field: F, text: string, context: FieldContext) => readonly Recognised[];
  /** The value as the requester reads it. */
  readonly show: (field: F, value: FieldValue, zone: string, lang: string) => string;
  readonly example: (field: F) => string;
  /** Accepts normalised values and nothing else. */
  readonly schema: (field: F) => ZodType<string>;
}

export type FieldOf<Kind extends Field['kind']> = Extract<Field, { readonly kind: Kind }>;
/** The kinds that have no settings of their own. */
export type PlainField = Extract<Field, { readonly kind: 'email' | 'phone' | 'url' | 'address' }>;
export type TextField = Extract<Field, { readonly kind: 'text' | 'paragraph' }>;
export type DateField = Extract<Field, { readonly kind: 'date' | 'date-time' }>;

export const ok = (value: FieldValue, shown: string = value): Validation => ({ kind: 'ok', value, shown });

/** Each value once, as first found. */
export const distinct = (found: readonly Recognised[]): readonly Recognised[] =>
  found.filter((one, at) => found.findIndex(({ value }) => value === one.value) === at);

/** What stands around a finding: `length` characters on either side. */
export const around = (
  text: string,
  { index, source }: Pick<Recognised, 'index' | 'source'>,
  length = 30,
) => ({
  before: text.slice(Math.max(0, index - length), index),
  after: text.slice(index + source.length, index + source.length + length),
});

/** The field's own example where its file gives one. */
export const exampleOr =
  (otherwise: string) =>
  (field: Field): string =>
    field.example ?? otherwise;
