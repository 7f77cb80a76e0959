/** A number as written, without sign: 1,200.50 · 1.200,50 · 1 200 · 1'200 · .5 · 12,34,567. */
export const numeral =
  "(?:\\d{1,3}(?:[ '’\\u00A0\\u202F]\\d{3})+(?:[.,]\\d+)?(?!\\d)|\\d+(?:[.,]\\d+)*|[.,]\\d+)";

export type Numeral =
  | { readonly kind: 'number'; readonly value: string }
  | { readonly kind: 'ambiguous'; readonly one: string; readonly other: string }
  | { readonly kind: 'none' };

const commaDecimalLanguages = new Set(
  'de fr es it pt nl pl ru uk tr sv da nb nn no fi cs sk sl hr sr bg ro hu el id vi is et lv lt ca'.split(
    ' ',
  ),
);

/**
 * The decimal text of a written number: digits, at most one point, no needless zeros in front.
 * One mark before three digits ("1.200") divides thousands in one language and decimals in another:
 * it is ambiguous where the language writes it the other way round. The decimal meaning is told as
 * "1.2000", which has no other.
 */
export function readNumeral(written: string, lang: string): Numeral {
  const text = written.replace(/[\s'’]/g, '');
  const marks = text.replace(/\d/g, '');
  if (!/^[\d.,]*\d$/.test(text)) return { kind: 'none' };
  if (marks === '') return number(text);
  if (/^[.,]+$/.test(marks) && marks.includes('.') && marks.includes(',')) return mixed(text, marks);
  if (marks.length > 1)
    return grouped(text, marks.charAt(0)) ? number(text.replace(/[.,]/g, '')) : { kind: 'none' };
  return oneMark(text, marks, lang);
}

/** The last mark is the decimal one: 1,200.50 and 1.200,50. */
function mixed(text: string, marks: string): Numeral {
  const decimal = marks.slice(-1);
  const [whole = '', fraction = '', ...more] = text.split(decimal);
  const thousands = decimal === '.' ? ',' : '.';
  if (more.length > 0 || !grouped(whole, thousands)) return { kind: 'none' };
  return number(`${whole.replaceAll(thousands, '')}.${fraction}`);
}

function oneMark(text: string, mark: string, lang: string): Numeral {
  const [whole = '', fraction = ''] = text.split(mark);
  const decimal = `${whole}.${fraction}`;
  // 0.250 and 1234.567 cannot be thousands.
  if (fraction.length !== 3 || whole.length > 3 || /^0*$/.test(whole)) return number(decimal);
  const decimalMark = commaDecimalLanguages.has(lang.toLowerCase().split(/[-_]/)[0] ?? '') ? ',' : '.';
  if (mark === ',' && decimalMark === '.') return number(whole + fraction);
  return { kind: 'ambiguous', one: `${trimmed(decimal)}0`, other: trimmed(whole + fraction) };
}

/** 1,200,000 or, as in India, 12,00,000. */
const grouped = (text: string, mark: string): boolean =>
  !/[.,]/.test(text) || new RegExp(`^\\d{1,3}(?:\\${mark}\\d{2,3})*\\${mark}\\d{3}$`).test(text);

/** Three decimals could be thousands to the next reader: with a fourth they are decimals to everybody. */
const number = (text: string): Numeral => {
  const value = trimmed(text);
  return { kind: 'number', value: /^[1-9]\d{0,2}\.\d{3}$/.test(value) ? `${value}0` : value };
};

const trimmed = (text: string): string => text.replace(/^0+(?=\d)/, '').replace(/^\./, '0.');

/** Decimal text moved by so many places, exactly: shifted("1.5", 3) is "1500". */
export function shifted(value: string, places: number): string {
  const [whole = '', fraction = ''] = value.split('.');
  const padded = fraction.padEnd(places, '0');
  const rest = padded.slice(places);
  return trimmed(`${whole}${padded.slice(0, places)}${rest === '' ? '' : `.${rest}`}`);
}
