import * as z from 'zod';
import { exampleOr, type FieldCodec, type FieldOf, ok, type Validation } from './field-codec.ts';
import { numeral, readNumeral } from './numeral.ts';
import { either, invalid } from './problem.ts';
import { contentWords, withoutIds } from './words.ts';

type NumberField = FieldOf<'number'>;

const named = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** A decimal number, as decimal text. */
export const numberCodec: FieldCodec<NumberField> = {
  validate: (field, text, { lang }) => {
    const written =
      digits(text).match(new RegExp(`(?<![\\p{L}\\p{N}.,])-?${numeral}(?![\\p{L}\\p{N}])`, 'gu')) ?? [];
    const [one, other] = written;
    if (one === undefined) return invalid('not-a-number');
    if (other !== undefined) return invalid('more-than-one', { one, other });
    return checked(field, one, lang);
  },
  recognise: (field, text, context) => {
    // A number alone could be anything's: only beside a noun of its label ("3 devices").
    const nouns = contentWords(field.label).filter((word) => !/^(?:number|count|total|how|many)$/.test(word));
    if (nouns.length === 0) return [];
    const listed = nouns.map((noun) => `${noun.replace(/s$/, '')}s?`).join('|');
    const said = new RegExp(`(?<![\\p{L}\\p{N}.,-])(${numeral}|${named.join('|')}) (?:${listed})\\b`, 'giu');
    return [...withoutIds(text).matchAll(said)].flatMap((match) => {
      const read = numberCodec.validate(field, match[1] ?? '', context);
      return read.kind === 'ok'
        ? [{ value: read.value, source: match[0], index: match.index, sure: false }]
        : [];
    });
  },
  show: (_field, value) => value,
  example: (field) => exampleOr(String(field.min ?? 1))(field),
  schema: (field) =>
    z
      .string()
      .refine((value) => /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(value) && inRange(field, value).kind === 'ok'),
};

const digits = (text: string): string =>
  text.replace(/\p{L}+/gu, (word) =>
    named.includes(word.toLowerCase()) ? String(named.indexOf(word.toLowerCase())) : word,
  );

function checked(field: NumberField, written: string, lang: string): Validation {
  const read = readNumeral(written.replace('-', ''), lang);
  if (read.kind === 'none') return invalid('not-a-number');
  if (read.kind === 'ambiguous') return twoNumbers(field, read.one, read.other);
  return inRange(
    field,
    written.startsWith('-') && !/^[0.]*$/.test(read.value) ? `-${read.value}` : read.value,
  );
}

/** Where only one of the two is within the field's limits, it is that one. */
function twoNumbers(field: NumberField, one: string, other: string): Validation {
  const within = [one, other].filter((value) => inRange(field, value).kind === 'ok');
  return within.length === 1
    ? ok(within[0] ?? one)
    : either('ambiguous-number', { value: one, label: one }, { value: other, label: other });
}

function inRange({ min, max }: NumberField, value: string): Validation {
  if (min !== undefined && Number(value) < min) return invalid('too-small', { min: String(min) });
  if (max !== undefined && Number(value) > max) return invalid('too-large', { max: String(max) });
  return ok(value);
}
