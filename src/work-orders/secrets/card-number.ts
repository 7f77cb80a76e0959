import { endOf, type Span, spansOf } from './span.ts';

const cardCheck =
  /\b(?:cvv2?|cvc2?|security\s{1,9}code\s{1,9}(?:of|on)\s{1,9}(?:my|the)\s{1,9}(?:\w{1,20}\s{1,9})?card)\b(?:\s{1,9}(?:number|code))?\s{0,9}(?:is|:|=)?\s{0,9}(\d{3,4})(?![\p{L}\p{N}])/giu;

const inARow = /(?<![\p{L}\p{N}+.,#-]|\d[ -]{1,3})\d(?:[ -]{0,3}\d){12,18}(?![\p{L}\p{N}]|[.,-]\d)/gu;
const inFours = /(?<![\p{L}\p{N}+.,#/-])\d{4}([./\n])\d{4}\1\d{4}\1\d{4}(?![\p{L}\p{N}]|[.,/-]\d)/gu;

/** Card numbers by issuer, length and Luhn's check digit; and the check code beside the words for it. */
export function cardNumbers(text: string): readonly Span[] {
  const runs = [...spansOf(text, inARow), ...spansOf(text, inFours)];
  const numbers = runs.filter(({ from, to }) => {
    const digits = text.slice(from, to).replace(/\D/g, '');
    return isCardShape(digits) && luhn(digits);
  });
  return [...numbers, ...[...text.matchAll(cardCheck)].map((match) => endOf(match, match[1] ?? ''))];
}

/** Issuers' ranges and their lengths: Visa, Mastercard, American Express, Diners, Discover, JCB, UnionPay, Maestro. */
const isCardShape = (digits: string): boolean =>
  /^(?:4\d{12}|4\d{15}|4\d{18}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35\d{14}|62\d{14,17}|(?:50|5[6-9]|6[37])\d{14,17})$/.test(
    digits,
  );

const luhn = (digits: string): boolean =>
  [...digits].reverse().reduce((sum, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 1 : 2);
    return sum + (value > 9 ? value - 9 : value);
  }, 0) %
    10 ===
  0;
