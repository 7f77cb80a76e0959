import { createHash } from 'node:crypto';

/** Where each word stands in its list of 2048. */
export type WordIndex = ReadonlyMap<string, number>;

export const phraseLengths: readonly number[] = [24, 21, 18, 15, 12];

/**
 * Whether words are a whole seed phrase, by its checksum: 11 bits a word, the last of them, one for three
 * words, the first of the SHA-256 of those before. https://github.com/bitcoin/bips (BIP-39). Of our own,
 * since @scure/bip39 searches its list for each word: a hostile text asks for thousands.
 */
export function isMnemonic(words: readonly string[], index: WordIndex): boolean {
  if (!phraseLengths.includes(words.length)) return false;
  const entropy = Buffer.alloc((words.length * 4) / 3);
  let [rest, bits, at] = [0, 0, 0];
  for (const word of words) {
    const place = index.get(word);
    if (place === undefined) return false;
    rest = (rest << 11) | place;
    bits += 11;
    for (; bits >= 8 && at < entropy.length; bits -= 8) entropy[at++] = rest >> (bits - 8);
    rest &= (1 << bits) - 1;
  }
  const [first = 0] = createHash('sha256').update(entropy).digest();
  return first >> (8 - bits) === rest;
}
