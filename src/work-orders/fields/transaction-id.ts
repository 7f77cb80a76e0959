import * as z from 'zod';
import type { Network } from '../field.ts';
import { isAddress } from './address.ts';
import { fromBase58 } from './base58.ts';
import {
  distinct,
  exampleOr,
  type FieldCodec,
  type FieldOf,
  ok,
  type Recognised,
  type Validation,
} from './field-codec.ts';
import { invalid } from './problem.ts';

type TransactionIdField = FieldOf<'transaction-id'>;

const hex64 = /^[0-9a-f]{64}$/i;
const evm = /^0x[0-9a-f]{64}$/i;

/** The id as its network writes it, or undefined when it is none of that network's. */
const readers: Readonly<Record<Network, (run: string) => string | undefined>> = {
  bitcoin: (run) => (hex64.test(run) ? run.toLowerCase() : undefined),
  tron: (run) => (hex64.test(run) ? run.toLowerCase() : undefined),
  // Some wallets copy it without its 0x.
  evm: (run) => (evm.test(run) ? run.toLowerCase() : hex64.test(run) ? `0x${run.toLowerCase()}` : undefined),
  solana: (run) => (/^\w{86,88}$/.test(run) && fromBase58(run)?.length === 64 ? run : undefined),
  any: (run) => readers.bitcoin(run) ?? readers.evm(run) ?? readers.solana(run),
};

const lengths: Readonly<Record<Network, string>> = {
  bitcoin: '64',
  tron: '64',
  evm: '66',
  solana: '88',
  any: '64',
};

/** A transaction's id on its network. A link to a block explorer will do: the id is in it. */
export const transactionIdCodec: FieldCodec<TransactionIdField> = {
  validate: (field, text) => {
    const [one, other] = distinct(findAll(field, text));
    if (one === undefined) return complaint(field, text);
    return other === undefined
      ? ok(one.value)
      : invalid('more-than-one', { one: one.value, other: other.value });
  },
  recognise: (field, text) => distinct([...findAll(field, text), ...ownIds(field, text)]),
  show: (_field, value) => value,
  example: (field) => exampleOr(examples[field.network])(field),
  schema: (field) => z.string().refine((value) => isId(field, value)),
};

const examples: Readonly<Record<Network, string>> = {
  bitcoin: '7f3c1d9a5e8b2046c4d7e1f09a3b5c6d8e2f4a1b7c9d0e3f5a6b8c1d2e4f7a90',
  tron: '7f3c1d9a5e8b2046c4d7e1f09a3b5c6d8e2f4a1b7c9d0e3f5a6b8c1d2e4f7a90',
  any: '7f3c1d9a5e8b2046c4d7e1f09a3b5c6d8e2f4a1b7c9d0e3f5a6b8c1d2e4f7a90',
  evm: '0x7f3c1d9a5e8b2046c4d7e1f09a3b5c6d8e2f4a1b7c9d0e3f5a6b8c1d2e4f7a90',
  solana: '5VERv8NMvzbJMEkV8xnrLkEaWRtSz9CosKDYjCJjBRnbJLgp8uirBgmQpjKhoR4tjF3ZpRzrFmBV6UjKdiSZkQUW',
};

const runsIn = (text: string): readonly RegExpExecArray[] => [
  ...text.matchAll(/(?<![\p{L}\p{N}])[A-Za-z0-9]+(?![\p{L}\p{N}])/gu),
];

const findAll = ({ network }: TransactionIdField, text: string): readonly Recognised[] =>
  runsIn(text).flatMap((match) => {
    const value = readers[network](match[0]);
    return value === undefined ? [] : [{ value, source: match[0], index: match.index, sure: true }];
  });

/**
 * Chains without a form of their own here: a single long word with a digit, as an answer only. And the
 * number that a desk gives a withdrawal before it has left: digits alone, which no cut hash is.
 */
const isOther = (text: string): boolean =>
  (/^[A-Za-z0-9_+/=@.-]{24,128}$/.test(text) && /\d/.test(text)) || ownId.test(text);
const ownId = /^(?:(?:[A-Za-z]{1,4}-?)?\d{6,20}|[A-Za-z]{1,4}-\d{4,20})$/;

/** "My withdrawal id is 88120394". */
const ownIds = ({ network }: TransactionIdField, text: string): readonly Recognised[] =>
  network === 'any'
    ? [...text.matchAll(saidOwnId)].flatMap(({ 1: source = '', index, 0: whole }) =>
        ownId.test(source)
          ? [{ value: source, source, index: index + whole.length - source.length, sure: false }]
          : [],
      )
    : [];
const withLetters = /(?<![\p{L}\p{N}-])[A-Za-z]{1,4}-\d{4,20}(?![\p{L}\p{N}-])/gu;
const saidOwnId =
  /\b(?:withdrawal|deposit|transaction|transfer|tx)[ -]?(?:id|number|no\.?|nr\.?)(?: (?:is|was)|:)?\s+((?:[A-Za-z]{1,4}-?)?\d{6,20})(?![\p{L}\p{N}])/giu;

function complaint({ network }: TransactionIdField, text: string): Validation {
  const answer = text.trim();
  if (runsIn(answer).some((match) => isAddress(match[0]))) return invalid('address-not-transaction-id');
  if (network === 'any' && ownId.test(answer)) return ok(answer);
  // "It says WD-88213": letters, a dash and digits are nothing else.
  const [own, ...others] = answer.match(withLetters) ?? [];
  if (network === 'any' && own !== undefined && others.length === 0) return ok(own);
  const cut = runsIn(answer).find(
    (match) => /^(?:0x)?[0-9a-f]+$/i.test(match[0]) && /\d/.test(match[0]) && match[0].length >= 8,
  );
  if (cut !== undefined)
    return invalid('transaction-id-cut-off', { length: String(cut[0].length), expected: lengths[network] });
  if (network === 'any' && isOther(answer)) return ok(answer);
  return invalid('not-a-transaction-id');
}

const isId = ({ network }: TransactionIdField, value: string): boolean => {
  const read = readers[network](value);
  return read === undefined ? network === 'any' && isOther(value) : read === value;
};
