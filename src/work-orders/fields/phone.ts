import * as z from 'zod';
import { around, distinct, exampleOr, type FieldCodec, ok, type PlainField } from './field-codec.ts';
import { asOption, either, invalid } from './problem.ts';

const international = /(?<![\p{L}\p{N}+.])(?:\+|00\s?)[1-9][\d\s()./-]{5,22}\d(?![\p{L}\p{N}])/gu;

/** E.164: a plus, the country code and the number, 8 to 15 digits. */
export const phoneCodec: FieldCodec<PlainField> = {
  validate: (_field, text) => {
    const [one, other] = distinct(findAll(text));
    if (one === undefined) return invalid(looksNational(text) ? 'no-country-code' : 'not-a-phone');
    return other === undefined
      ? ok(one.value)
      : either('more-than-one', asOption(one.value), asOption(other.value));
  },
  recognise: (_field, text) => distinct(findAll(text)).filter((found) => !isReference(text, found)),
  show: (_field, value) => value,
  example: exampleOr('+49 30 23125 014'),
  schema: () => z.string().regex(/^\+[1-9]\d{7,14}$/),
};

const findAll = (text: string) =>
  [...text.matchAll(international)].flatMap((match) => {
    // "+49 (0)30": the zero is dialled only inside the country.
    const digits = match[0].replace('(0)', '').replace(/^00|\D/g, '');
    const found = {
      value: `+${digits}`,
      source: match[0],
      index: match.index,
      sure: match[0].startsWith('+'),
    };
    return digits.length >= 8 && digits.length <= 15 ? [found] : [];
  });

const looksNational = (text: string): boolean => {
  const digits = text.replace(/\D/g, '');
  return digits.length >= 6 && digits.length <= 15 && !/\p{L}{12,}/u.test(text);
};

const isReference = (text: string, found: { readonly source: string; readonly index: number }): boolean =>
  found.source.startsWith('00') &&
  /\b(?:order|reference|invoice|ticket|case|document)\b/i.test(around(text, found).before);
