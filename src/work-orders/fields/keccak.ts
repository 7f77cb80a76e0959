const mask = 0xffff_ffff_ffff_ffffn;
/** Bytes taken in at once, for a hash of 256 bits. */
const rate = 136;

/** By how much each of the 25 words turns: https://keccak.team/keccak_specs_summary.html */
const turns = [0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14];

const turned = (word: bigint, by: number): bigint =>
  ((word << BigInt(by)) | (word >> BigInt(64 - by))) & mask;

/** The constant of each of the 24 rounds, from the feedback register that defines them. */
const roundConstants = Array.from({ length: 24 }, (_, round) => {
  let constant = 0n;
  for (let bit = 0; bit <= 6; bit++) if (feedback(bit + 7 * round)) constant |= 1n << BigInt(2 ** bit - 1);
  return constant;
});

function feedback(step: number): boolean {
  let register = 1;
  for (let at = 0; at < step % 255; at++) {
    register <<= 1;
    if (register & 0x100) register ^= 0x171;
  }
  return (register & 1) === 1;
}

/**
 * Keccak-256 as Ethereum uses it: SHA-3 before its padding was changed, which Node's crypto does not have.
 * Slow (BigInt), so for a checksum and nothing more. Gives 64 hex digits.
 */
export function keccak256(message: Uint8Array): string {
  const padded = new Uint8Array(Math.ceil((message.length + 1) / rate) * rate);
  padded.set(message);
  padded[message.length] = 0x01;
  padded[padded.length - 1] = (padded[padded.length - 1] ?? 0) | 0x80;
  let state: readonly bigint[] = Array.from({ length: 25 }, () => 0n);
  for (let block = 0; block < padded.length; block += rate)
    state = permuted(absorbed(state, new DataView(padded.buffer, block, rate)));
  return state.slice(0, 4).map(littleEndianHex).join('');
}

const absorbed = (state: readonly bigint[], block: DataView): readonly bigint[] =>
  state.map((word, at) => (at * 8 < rate ? word ^ block.getBigUint64(at * 8, true) : word));

function littleEndianHex(word: bigint): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(word);
  return bytes.toString('hex');
}

const permuted = (state: readonly bigint[]): readonly bigint[] => roundConstants.reduce(round, state);

/** One round: theta, rho and pi, chi, iota. The word at column x of row y stands at x + 5y. */
function round(state: readonly bigint[], constant: bigint): readonly bigint[] {
  const word = (words: readonly bigint[], x: number, y: number): bigint => words[(x % 5) + 5 * (y % 5)] ?? 0n;
  const columns = [0, 1, 2, 3, 4].map((x) => [0, 1, 2, 3, 4].reduce((sum, y) => sum ^ word(state, x, y), 0n));
  const mixed = state.map((one, at) => {
    const x = at % 5;
    return one ^ (columns[(x + 4) % 5] ?? 0n) ^ turned(columns[(x + 1) % 5] ?? 0n, 1);
  });
  const moved: bigint[] = [];
  mixed.forEach((one, at) => {
    const [x, y] = [at % 5, Math.floor(at / 5)];
    moved[y + 5 * ((2 * x + 3 * y) % 5)] = turned(one, turns[at] ?? 0);
  });
  const chosen = moved.map((one, at) => {
    const [x, y] = [at % 5, Math.floor(at / 5)];
    return one ^ (~word(moved, x + 1, y) & mask & word(moved, x + 2, y));
  });
  return chosen.map((one, at) => (at === 0 ? one ^ constant : one));
}
