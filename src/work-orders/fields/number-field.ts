import * as z from 'zod';
import { distinct, exampleOr, type FieldCodec, type FieldOf, ok, type Validation } from './field-codec.ts';
import { inFigures } from './number-words.ts';
import { numeral, readNumeral } from './numeral.ts';
import { asOption, either, invalid } from './problem.ts';
import { contentWords, escaped, withoutIds } from './words.ts';

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
    const told = withoutIds(text);
    return distinct(
      [...countedBefore(field, told), ...countedBehind(field, told)].flatMap(({ number, source, index }) => {
        const read = numberCodec.validate(field, number, context);
        return read.kind === 'ok' ? [{ value: read.value, source, index, sure: false }] : [];
      }),
    );
  },
  show: (_field, value) => value,
  example: (field) => exampleOr(String(field.min ?? 1))(field),
  schema: (field) =>
    z
      .string()
      .refine((value) => /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(value) && inRange(field, value).kind === 'ok'),
};

interface Counted {
  readonly number: string;
  readonly source: string;
  readonly index: number;
}

const kinds =
  'new|old|used|broken|damaged|wrong|missing|different|separate|identical|big|small|work|office|company';
// "Windows 11 laptops", "iPhone 15 phones"; and of "two or three devices" nobody knows how many.
const notBehind = `(?<!\\b(?:windows|version|android|ios|iphone|ipad|galaxy|pixel|type|size|room|floor|no\\.|nr\\.?|(?:\\d|${named.join('|')}) (?:or|to|of|out of)) +)`;

/** A number alone could be anything's: only beside a noun of its label ("3 devices") or another name of it. */
function countedBefore(field: NumberField, text: string): readonly Counted[] {
  const nouns = [...nounsOf(field), ...(field.synonyms ?? []).filter((name) => !isBefore(name))];
  if (nouns.length === 0) return [];
  const listed = `(?:(?:${kinds}) )?(?:${nouns.map((noun) => `${escaped(noun.replace(/s$/i, ''))}s?`).join('|')})`;
  const figures = inFigures(text, listed);
  const said = new RegExp(
    `(?<![\\p{L}\\p{N}.,-])${notBehind}(${numeral}) ${listed}(?![\\p{L}\\p{N}])`,
    'giu',
  );
  const found = [...figures.text.matchAll(said)].map((match) => {
    const index = figures.startOf(match.index);
    return { number: match[1] ?? '', source: text.slice(index, match.index + match[0].length).trim(), index };
  });
  // "A laptop" counts nothing; and of "2 printers and a laptop" neither number is the whole.
  const counted = found.filter(({ number, source }) => !(number === '1' && /^an?\s/i.test(source)));
  return counted.length === 1 && found.length > 1 ? [] : counted;
}

const nounsOf = ({ label }: NumberField): readonly string[] =>
  contentWords(label).filter((word) => !/^(?:number|count|total|how|many|affected)$/.test(word));

const isBefore = (name: string): boolean => /\sof$/i.test(name);

/** "Family of five", and of a list "persons affected: 5". */
function countedBehind(field: NumberField, text: string): readonly Counted[] {
  const names = (field.synonyms ?? []).map(escaped);
  const [leading, listed] = [
    names.filter(isBefore),
    [...nounsOf(field), ...names].filter((name) => !isBefore(name)),
  ];
  const heads = [
    ...leading.map((name) => `${name} `),
    ...listed.map((name) => `${name}(?: affected)?\\s?[:=]\\s?`),
  ];
  if (heads.length === 0) return [];
  const said = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${heads.join('|')})(${numeral}|${named.join('|')})(?![\\p{L}\\p{N}])`,
    'giu',
  );
  return [...text.matchAll(said)].map(({ 0: source, 1: number = '', index }) => ({ number, source, index }));
}

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
    : either('ambiguous-number', asOption(one), asOption(other));
}

function inRange({ min, max }: NumberField, value: string): Validation {
  if (min !== undefined && Number(value) < min) return invalid('too-small', { min: String(min) });
  if (max !== undefined && Number(value) > max) return invalid('too-large', { max: String(max) });
  return ok(value);
}
