/** A text as a person reads it, and where each of its places stands in what was written. */
export interface AsRead {
  readonly text: string;
  /** From and to in what was written, of a place; `undefined`: the two are the same. */
  readonly places: readonly Place[] | undefined;
}

type Place = readonly [from: number, to: number];

/** Nothing else to make of it than what it says. */
const plain = /^[\t\n\x20-\x7e]*$/;

/** A terminal's colour, a Windows line end, or a character with the marks that belong to it. */
const parts = new RegExp(
  `${String.fromCharCode(27)}\\[[0-9;]{0,20}[A-Za-z]|\\r\\n|[^\\p{M}]\\p{M}{0,8}|\\p{M}`,
  'gsu',
);
const colour = new RegExp(`^${String.fromCharCode(27)}\\[`);
/** Zero-width characters, marks of direction, soft hyphens, emoji variants, keycaps and what no font draws. */
const unseen = /[^\P{C}\t\n\r\v\f\u0085]|[\ufe00-\ufe0f\u20e3\u034f]/gu;

/**
 * What is copied from a web page, a PDF or a phone holds more than is seen: spaces that do not break, line
 * breaks of no width, dashes and digits of another kind. A secret is one however it is written.
 */
export function asRead(written: string): AsRead {
  if (plain.test(written)) return { text: written, places: undefined };
  const places: Place[] = [];
  let text = '';
  for (const { 0: part, index } of written.matchAll(parts)) {
    const read = colour.test(part) ? '' : readPart(part);
    for (let at = 0; at < read.length; at++) places.push([index, index + part.length]);
    text += read;
  }
  return { text, places };
}

const readPart = (part: string): string =>
  part
    .replace(unseen, '')
    .normalize('NFC')
    .replace(/[\v\f\u0085\u2028\u2029]|\r\n?/g, '\n')
    .replace(/[\p{Zs}\u2800]/gu, ' ')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[\uff01-\uff5e]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0))
    .replace(/[^\P{Nd}0-9]/gu, digitOf);

/** Digits of a script follow each other from its zero. */
function digitOf(digit: string): string {
  const styled = digit.normalize('NFKC');
  if (/^\d$/.test(styled)) return styled;
  const code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
  return String(value);
}
