import { createHash } from 'node:crypto';

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
export const rippleAlphabet = 'rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz';

/** The bytes that base 58 text stands for; undefined for other symbols. `symbols` is the order of the alphabet. */
export function fromBase58(text: string, symbols: string = alphabet): Uint8Array | undefined {
  let value = 0n;
  for (const symbol of text) {
    const digit = symbols.indexOf(symbol);
    if (digit < 0) return undefined;
    value = value * 58n + BigInt(digit);
  }
  const zeros = text.length - text.replace(new RegExp(`^${symbols.charAt(0)}+`), '').length;
  const hex = value === 0n ? '' : value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.alloc(zeros), bytes]);
}

/** Whether the last four bytes are the checksum of the others (twice SHA-256), as in Bitcoin's addresses. */
export function checksBase58(text: string, symbols: string = alphabet): boolean {
  const bytes = fromBase58(text, symbols);
  if (bytes === undefined || bytes.length < 5) return false;
  const sum = sha256(sha256(bytes.subarray(0, -4))).subarray(0, 4);
  return sum.equals(bytes.subarray(-4));
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
