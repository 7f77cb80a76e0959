import * as z from 'zod';
import { checksBase58, fromBase58, rippleAlphabet } from './base58.ts';
import { checksBech32 } from './bech32.ts';
import { distinct, exampleOr, type FieldCodec, ok, type PlainField, type Recognised } from './field-codec.ts';
import { keccak256 } from './keccak.ts';
import { invalid } from './problem.ts';

interface Chain {
  readonly shape: RegExp;
  /** Whether the checksum is right, where the chain has one that can be told. */
  readonly checks: (address: string) => boolean;
}

const base58 = '[1-9A-HJ-NP-Za-km-z]';

// The order counts: what has a checksum of its own comes before Solana, which only has a length.
const chains: readonly Chain[] = [
  { shape: /^0x[0-9a-fA-F]{40}$/, checks: checksCase },
  {
    shape: /^(?:bc|tb|ltc|cosmos|osmo|celestia|inj|kava|addr)1[0-9a-z]{11,110}$/i,
    checks: checksBech32,
  },
  { shape: new RegExp(`^[13]${base58}{25,34}$`), checks: (text) => checksBase58(text) },
  { shape: new RegExp(`^T${base58}{33}$`), checks: (text) => checksBase58(text) },
  { shape: new RegExp(`^[LMD]${base58}{26,33}$`), checks: (text) => checksBase58(text) },
  { shape: new RegExp(`^r${base58}{24,34}$`), checks: (text) => checksBase58(text, rippleAlphabet) },
  { shape: new RegExp(`^${base58}{32,44}$`), checks: (text) => fromBase58(text)?.length === 32 },
];

/** EIP-55: the case of the letters is the checksum; in one case throughout there is none. */
function checksCase(address: string): boolean {
  const digits = address.slice(2);
  const lower = digits.toLowerCase();
  if (digits === lower || digits === digits.toUpperCase()) return true;
  const hash = keccak256(Buffer.from(lower));
  return [...digits].every((digit, at) => {
    const upper = Number.parseInt(hash.charAt(at), 16) >= 8;
    return digit === (upper ? digit.toUpperCase() : digit.toLowerCase());
  });
}

/** A wallet's address: of EVM chains, Bitcoin, Litecoin, Dogecoin, Tron, XRP, Cosmos, Cardano or Solana. */
export const addressCodec: FieldCodec<PlainField> = {
  validate: (_field, text) => {
    const [one, other] = distinct(findAll(text));
    if (one !== undefined)
      return other === undefined
        ? ok(one.value)
        : invalid('more-than-one', { one: one.value, other: other.value });
    const runs = runsIn(text).map((match) => match[0]);
    if (runs.some((run) => /^(?:0x)?[0-9a-f]{64}$/i.test(run) || run.length >= 80))
      return invalid('transaction-id-not-address');
    return invalid(runs.some(isShaped) ? 'address-mistyped' : 'not-an-address');
  },
  recognise: (_field, text) => distinct(findAll(text)),
  show: (_field, value) => value,
  example: exampleOr('0x52908400098527886E0F7030069857D2E4169EE7'),
  schema: () => z.string().refine(isAddress),
};

/** Whether it is an address of one of the known chains, its checksum right. */
export const isAddress = (text: string): boolean =>
  chains.some(({ shape, checks }) => shape.test(text) && checks(text));

const isShaped = (text: string): boolean => chains.some(({ shape }) => shape.test(text));

const runsIn = (text: string): readonly RegExpExecArray[] => [
  ...text.matchAll(/(?<![\p{L}\p{N}])[A-Za-z0-9]{14,120}(?![\p{L}\p{N}])/gu),
];

const findAll = (text: string): readonly Recognised[] =>
  runsIn(text).flatMap((match) =>
    isAddress(match[0]) ? [{ value: match[0], source: match[0], index: match.index, sure: true }] : [],
  );
