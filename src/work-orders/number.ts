import { escaped } from './fields/words.ts';

/** Crockford's base 32: no I, L, O (they read as digits) and no U. */
const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const bodyLength = 8;

export interface FoundNumber {
  /** As the desk tells it: PREFIX-XXXX-XXXX. A mistyped one of another length is given as it was typed. */
  readonly number: string;
  /** False when the prefix was there and the rest does not check: mistyped, not merely unknown. */
  readonly valid: boolean;
}

/**
 * A new work-order number: PREFIX-XXXX-XXXX, seven random symbols and a check symbol (Luhn mod 32).
 * `randomBytes` gives as many random bytes as it is asked for.
 */
export function newNumber(prefix: string, randomBytes: (count: number) => Uint8Array): string {
  let body = randomBody(randomBytes);
  // Without its prefix a number is only recognised by a digit: draw again (1 in 20), but never for ever.
  for (let draw = 0; draw < 20 && !/\d/.test(body); draw++) body = randomBody(randomBytes);
  return told(prefix, body);
}

/**
 * Every number in a text, in the order of the text, each once. With its prefix it is found anywhere,
 * in any case, dashes or not, O for 0, I and L for 1. Without, only as a word of its own that has a
 * digit and a right check symbol, so that a hash, a link or an ordinary word is never taken for one.
 */
export function findNumbers(prefix: string, text: string): readonly FoundNumber[] {
  const found = new Map<number, FoundNumber>();
  for (const match of text.matchAll(prefixed(prefix))) {
    const number = fromPrefixed(prefix, match[1] ?? '', match[2] ?? '');
    if (number !== undefined) found.set(match.index, number);
  }
  for (const match of /\d/.test(text) ? text.matchAll(bare) : []) {
    const body = normal(match[0]);
    if (/\d/.test(match[0]) && checks(body))
      found.set(match.index, { number: told(prefix, body), valid: true });
  }
  const inOrder = [...found].sort(([a], [b]) => a - b).map(([, number]) => number);
  return inOrder.filter((one, at) => inOrder.findIndex(({ number }) => number === one.number) === at);
}

function randomBody(randomBytes: (count: number) => Uint8Array): string {
  const bytes = randomBytes(bodyLength - 1);
  const payload = Array.from({ length: bodyLength - 1 }, (_, at) => symbolAt((bytes[at] ?? 0) % 32)).join('');
  return payload + checkSymbol(payload);
}

const dash = '[-\\u2010-\\u2015\\u2212_]';

/** By prefix: a process has one, and asks for it many times a turn. */
const prefixedForms = new Map<string, RegExp>();

function prefixed(prefix: string): RegExp {
  const form = prefixedForms.get(prefix) ?? prefixedForm(prefix);
  prefixedForms.set(prefix, form);
  return form;
}

/** Group 1: what stands between prefix and body; group 2: the body, in one group or two. */
const prefixedForm = (prefix: string): RegExp =>
  new RegExp(
    `(?<![\\p{L}\\p{N}])${escaped(prefix)}((?:${dash}|[ \\t#:.\\u00A0]){0,3})` +
      `([A-Z0-9]{4}[ \\t\\u00A0][A-Z0-9]{4}|[A-Z0-9]{2,8}\\s?${dash}\\s?[A-Z0-9]{2,8}|[A-Z0-9]{6,10})(?![\\p{L}\\p{N}])`,
    'giu',
  );

// A neighbour such as / @ = . means a link, an address or a file name; a dash means a longer run.
const bare =
  /(?<![\p{L}\p{N}_/@=.&?#-])(?:[A-Z0-9]{4}-[A-Z0-9]{4}|[A-Z0-9]{8})(?![\p{L}\p{N}_/@=]|[-.:][\p{L}\p{N}])/giu;

function fromPrefixed(prefix: string, gap: string, typed: string): FoundNumber | undefined {
  const body = normal(typed);
  if (checks(body)) return { number: told(prefix, body), valid: true };
  if (!/\d/.test(typed) || body.length < 6 || body.length > 10) return undefined;
  // "wo" is also a word, and "wo 1234 from" no number: loose spacing counts only between digits.
  const loose = /\s/.test(typed) || /^\s+$/.test(gap);
  if (loose && !typed.split(/[^A-Z0-9]+/i).every((group) => /\d/.test(group))) return undefined;
  return { number: body.length === bodyLength ? told(prefix, body) : `${prefix}-${body}`, valid: false };
}

const told = (prefix: string, body: string): string => `${prefix}-${body.slice(0, 4)}-${body.slice(4)}`;

const normal = (typed: string): string =>
  typed
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');

const checks = (body: string): boolean =>
  body.length === bodyLength &&
  [...body].every((symbol) => symbols.includes(symbol)) &&
  checkSymbol(body.slice(0, -1)) === body.at(-1);

/** Luhn mod 32: finds every single wrong symbol and nearly every swap of neighbours. */
function checkSymbol(payload: string): string {
  const sum = [...payload].reverse().reduce((total, symbol, at) => {
    const doubled = symbols.indexOf(symbol) * (at % 2 === 0 ? 2 : 1);
    return total + Math.floor(doubled / 32) + (doubled % 32);
  }, 0);
  return symbolAt((32 - (sum % 32)) % 32);
}

const symbolAt = (index: number): string => symbols.charAt(index);
