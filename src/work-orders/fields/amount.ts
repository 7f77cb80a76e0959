import * as z from 'zod';
import { currencyNames, isFiat } from './currencies.ts';
import {
  around,
  distinct,
  exampleOr,
  type FieldCodec,
  type FieldContext,
  type FieldOf,
  ok,
  type Recognised,
  type Validation,
} from './field-codec.ts';
import { inFigures } from './number-words.ts';
import { type Numeral, numeral, readNumeral, shifted } from './numeral.ts';
import { asOption, either, invalid } from './problem.ts';
import { contentWords, escaped, fold, withoutIds } from './words.ts';

type AmountField = FieldOf<'amount'>;

interface Written {
  readonly number: Numeral;
  readonly currency: string;
  readonly source: string;
  readonly index: number;
}

/** "0.5 BTC": decimal text, a space, the currency's code. */
export const amountCodec: FieldCodec<AmountField> = {
  validate: (field, text, context) => {
    const found = amountsIn(field, text, context);
    const [one, other] = [...new Map(found.map((each) => [meaningOf(each), each])).values()];
    if (one === undefined) return withoutCurrency(field, text, context);
    if (other !== undefined) return twoAmounts(field, one, other);
    return isNegative(text, one.index) ? invalid('not-positive') : checked(field, one);
  },
  recognise: (field, text, context) =>
    ofMoment(text, distinct(amountsIn(field, text, context).flatMap((one) => judged(field, text, one)))),
  show: (_field, value) => value,
  example: (field) => exampleOr(`0.5 ${field.currencies[0] ?? 'BTC'}`)(field),
  schema: (field) =>
    z.string().refine((value) => {
      const [, amount = '', code = ''] = /^((?:0|[1-9]\d*)(?:\.\d+)?) (\S+)$/.exec(value) ?? [];
      return /[1-9]/.test(amount) && takes(field, code);
    }),
};

const takes = ({ currencies }: AmountField, code: string): boolean =>
  currencies.length === 0 || currencies.includes(code);

const meaningOf = ({ number, currency }: Written): string =>
  `${number.kind === 'number' ? number.value : JSON.stringify(number)} ${currency}`;

const scale = '(?:\\s?(k|thousand|m|mio|million)(?![\\p{L}\\p{N}]))?';

function amountsIn(field: AmountField, text: string, { lang }: FieldContext): readonly Written[] {
  const codes = currencyNames(field.currencies);
  const names = [...codes.keys()]
    .toSorted((a, b) => b.length - a.length)
    .map(escaped)
    .join('|');
  const after = `(?<![\\p{L}\\p{N}.,]|\\d:)(${numeral})${scale}\\s?(${names})(?![\\p{L}\\p{N}])`;
  const before = `(?<![\\p{L}\\p{N}])(${names})[\\s:]{0,2}(${numeral})${scale}(?![\\p{L}\\p{N}]|[.,]\\d)`;
  const figures = inFigures(withoutIds(text), names);
  return [...figures.text.matchAll(new RegExp(`${after}|${before}`, 'giu'))].map((match) => {
    const index = figures.startOf(match.index);
    const currency = codes.get((match[3] ?? match[4] ?? '').toLowerCase()) ?? '';
    return {
      number: numberIn(match[1] ?? match[5] ?? '', match[2] ?? match[6], currency, lang),
      currency,
      source: text.slice(index, match.index + match[0].length).trim(),
      index,
    };
  });
}

function numberIn(written: string, scaled: string | undefined, currency: string, lang: string): Numeral {
  const number = readNumeral(written, lang);
  if (number.kind === 'ambiguous' && scaled === undefined && isFiat(currency))
    return { kind: 'number', value: number.other };
  if (number.kind !== 'number' || scaled === undefined) return number;
  return { kind: 'number', value: shifted(number.value, /^[kt]/i.test(scaled) ? 3 : 6) };
}

function checked(field: AmountField, { number, currency }: Written): Validation {
  const currencies = field.currencies.join(', ');
  if (number.kind === 'none') return invalid('not-an-amount', { currencies });
  if (number.kind === 'ambiguous') return twoNumbers(field, number, currency);
  if (!/[1-9]/.test(number.value)) return invalid('not-positive');
  if (!takes(field, currency)) return invalid('currency-not-taken', { currency, currencies });
  return ok(`${number.value} ${currency}`);
}

/** Both can be chosen where the field takes both. */
function twoAmounts(field: AmountField, one: Written, other: Written): Validation {
  const [a, b] = [checked(field, one), checked(field, other)];
  return a.kind === 'ok' && b.kind === 'ok'
    ? either('more-than-one', { value: a.value, label: one.source }, { value: b.value, label: other.source })
    : invalid('more-than-one', { one: one.source, other: other.source });
}

function twoNumbers(
  field: AmountField,
  { one, other }: Extract<Numeral, { kind: 'ambiguous' }>,
  currency: string,
): Validation {
  if (takes(field, currency))
    return either('ambiguous-number', asOption(`${one} ${currency}`), asOption(`${other} ${currency}`));
  return invalid('currency-not-taken', { currency, currencies: field.currencies.join(', ') });
}

/** A bare number: clear only where the field takes one currency. */
function withoutCurrency(field: AmountField, text: string, { lang }: FieldContext): Validation {
  const currencies = field.currencies.join(', ');
  const [written, scaleSaid] =
    [...text.matchAll(new RegExp(`(?<![\\p{L}\\p{N}.,])(${numeral})${scale}`, 'giu'))].map((m) => [
      m[1],
      m[2],
    ])[0] ?? [];
  if (written === undefined) return invalid('not-an-amount', { currencies });
  const unknown = new RegExp(`${numeral}\\s?(\\p{Lu}{3,5})(?!\\p{L})`, 'u').exec(text)?.[1];
  if (unknown !== undefined && !takes(field, unknown))
    return invalid('currency-not-taken', { currency: unknown, currencies });
  const [only, ...others] = field.currencies;
  if (only === undefined || others.length > 0) return invalid('currency-missing', { currencies });
  if (isNegative(text, text.indexOf(written))) return invalid('not-positive');
  return checked(field, {
    number: numberIn(written, scaleSaid, only, lang),
    currency: only,
    source: written,
    index: 0,
  });
}

const isNegative = (text: string, index: number): boolean =>
  // "txid 4a5e - 0.2 BTC": between spaces it is a dash.
  /(?:^\s*[-−]\s?|\s[-−]|(?:^|\s)minus\s?)$/i.test(text.slice(0, index));

const otherThing =
  /\b(?:(?:fees?|gas|commission|charges?)(?: (?:of|was|is|were|only|less|more))*,?|worth|(?:price|rate|course|quote)(?: at the time)?(?: (?:of|was|is|were))*|balance(?: (?:of|was|is))*|limit(?: (?:of|is))*|at least|up to|(?:more|less|other|rather) than|instead of|(?:minimum|maximum|min|max)\.?(?: \w+)?(?: (?:is|was|of))?|costs?|between [\d.,]+ and|but (?:it|that) should (?:be|have been|show)|at|(?:dropped|fell|rose|jumped|went(?: up| down)?) (?:to|from|by)|his|her|their|someone['’]?s|somebody['’]?s|owes? me|compensation of|bonus of|(?:i|we) (?:(?:only|just|really|urgently) )*need)(?: (?:about|around|roughly|only|a))*[\s:(]*$/i;
// What coins are worth; "the value was 0.8 ETH" is the amount itself.
const valued = /\bvalue(?: at the time)?(?: (?:of|was|is|were|about|around|roughly|only))*[\s:(]*$/i;
const otherThingAfter =
  /^\s*(?:(?:(?:network|withdrawal|gas) )?(?:fees?\b(?!:?\s*(?:(?:of|was|is)\s+)?[\d.,€$£])|per |limit|balance|each|bonus\s*[?.!]*$|discount|voucher|(?:as |in )?compensation|left(?!\s+(?:my|the|your|our|for|without)\b))|\/\s*(?:day|week|month|year|unit|coin|h\b|d\b))/i;
const denied =
  /\b(?:not|never|(?:do|does|did|is|was|were|has|have|had|would|could)n['’]?t)(?: (?:about|for|the|of|exactly|a))*\s*$/i;
const counted =
  'deposit|withdrawal|transfer|transaction|trade|order|payment|purchase|wallet|address|account|question|cost';

/** In a story an amount can be a fee, a price or a balance, and "two BTC deposits" is none. */
function judged(field: AmountField, text: string, written: Written): readonly Recognised[] {
  const { before, after } = around(text, written);
  const isOther =
    (otherThing.test(before) && !isAskedFor(field, before)) ||
    otherThingAfter.test(after) ||
    (isFiat(written.currency) && valued.test(before));
  if (isOther || denied.test(before) || goesOn.test(after) || isCount(written.source, after)) return [];
  const read = isNegative(text, written.index) ? invalid('not-positive') : checked(field, written);
  return read.kind === 'ok'
    ? [{ value: read.value, source: written.source, index: written.index, sure: false }]
    : [];
}

// "Seventeen euros fifty".
const goesOn =
  /^\s+(?:(?:and )?(?:ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b|\w+teen\b)/i;

/** "A BTC deposit" and "3 ETH transfers" tell how many transactions there were. */
const isCount = (source: string, after: string): boolean =>
  (/^an?\s/i.test(source) && new RegExp(`^\\s+(?:${counted})\\b`, 'i').test(after)) ||
  (!/\d[.,]\d/.test(source) && new RegExp(`^\\s+(?:${counted}|addresse)s\\b`, 'i').test(after));

const partBefore = /\b(?:only|just)(?: (?:got|received|see|saw|get|have|had|about))*\s*$/i;
const heldBefore = /\b(?:i|we) (?:still )?(?:had|have|own(?:ed)?|hold|held)\s*$/i;
const partAfter =
  /^\s*(?:(?:has |have |was |were |is |are )?(?:arrived|showed up|came|credited|landed|there|got through))\b/i;

/** "I sent 100 USDT but only 98 arrived", "I had 5 ETH and withdrew 2 ETH": of several, what was sent on its way. */
function ofMoment(text: string, found: readonly Recognised[]): readonly Recognised[] {
  if (found.length < 2) return found;
  const whole = found.filter((one) => {
    const { before, after } = around(text, one);
    return !partBefore.test(before) && !heldBefore.test(before) && !partAfter.test(after);
  });
  return whole.length === 1 ? whole : found;
}

/** A field that asks for the price wants the price, and what it cost. */
const isAskedFor = ({ label }: AmountField, before: string): boolean => {
  const near = fold(before).split(' ').slice(-3);
  const named = contentWords(label);
  return named.some(
    (word) => near.includes(word) || (word === 'price' && near.some((one) => /^costs?$/.test(one))),
  );
};
