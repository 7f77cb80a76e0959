import type { FieldValue } from '../field.ts';

/**
 * Everything that can be wrong with an answer, by code, with the parameters its wording may name.
 * The wording itself is content: the phrases hold it.
 */
export const problemCodes = {
  empty: [],
  'too-short': ['min'],
  'too-long': ['max'],
  /** The message is the editor's own, from the field's pattern. */
  'wrong-pattern': ['message'],
  'not-a-choice': ['choices'],
  'not-yes-or-no': [],
  'not-an-email': [],
  'not-a-phone': [],
  'no-country-code': [],
  'not-a-date': [],
  'no-such-day': ['date'],
  /** A time without its day: "at 3pm". */
  'day-missing': ['time'],
  'in-the-future': ['date'],
  /** 03/04/2026; both readings as YYYY-MM-DD. */
  'ambiguous-date': ['one', 'other'],
  /** "at 5": morning or afternoon; both readings as HH:MM. */
  'ambiguous-time': ['one', 'other'],
  'not-an-amount': ['currencies'],
  'not-positive': [],
  'currency-missing': ['currencies'],
  'currency-not-taken': ['currency', 'currencies'],
  /** 1.200: both readings as decimal text. */
  'ambiguous-number': ['one', 'other'],
  /** More than one where one is wanted; the first two found. */
  'more-than-one': ['one', 'other'],
  'not-a-number': [],
  'too-small': ['min'],
  'too-large': ['max'],
  'not-a-web-address': [],
  'not-a-transaction-id': [],
  'transaction-id-cut-off': ['length', 'expected'],
  'address-not-transaction-id': [],
  'not-an-address': [],
  'transaction-id-not-address': [],
  /** The shape is right and its checksum is not. */
  'address-mistyped': [],
  'not-an-attachment': [],
  'too-many-files': ['max'],
  /** Neither a picture nor PDF nor plain text, by its content. */
  'file-kind': ['name'],
  'file-empty': ['name'],
  /** Two kinds of file at once: a page hidden in a picture. */
  'file-mixed': ['name'],
  /** A text with a seed phrase, a password or the like in it. */
  'file-secret': ['name'],
  'file-too-large': ['name', 'max'],
  'file-one-too-many': ['name', 'max'],
  /** The requester's files that no work order took are as many as are kept. */
  'file-no-room': ['name'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

type ProblemCode = keyof typeof problemCodes;
type ParamOf<Code extends ProblemCode> = (typeof problemCodes)[Code][number];

/** What an answer may have meant: a normalised value, and how it is said. */
export interface Option {
  readonly value: FieldValue;
  readonly label: string;
}

export interface Invalid {
  readonly kind: 'invalid';
  readonly problem: ProblemCode;
  readonly params: Readonly<Record<string, string>>;
  /** Where the answer had two meanings: both, to choose from. */
  readonly options?: readonly Option[];
}

/** An answer that does not do, with all the parameters that its code has, and no others. */
export const invalid = <Code extends ProblemCode>(
  problem: Code,
  ...[params]: ParamOf<Code> extends never ? [] : [Readonly<Record<ParamOf<Code>, string>>]
): Invalid => ({ kind: 'invalid', problem, params: params ?? {} });

/** A value that is said as it is kept. */
export const asOption = (value: FieldValue): Option => ({ value, label: value });

type TwoMeanings = 'more-than-one' | 'ambiguous-date' | 'ambiguous-time' | 'ambiguous-number';

/** An answer with two meanings: the question names both, and both can be chosen. */
export const either = (problem: TwoMeanings, one: Option, other: Option): Invalid => ({
  ...invalid(problem, { one: one.label, other: other.label }),
  options: [one, other],
});
