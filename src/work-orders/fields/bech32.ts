const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
/** What a right checksum comes to: bech32 (BIP 173) and bech32m (BIP 350). */
const constants = [1, 0x2bc830a3];

/** Whether a bech32 or bech32m address checks. */
export function checksBech32(text: string): boolean {
  const lower = text.toLowerCase();
  if (text !== lower && text !== text.toUpperCase()) return false;
  const one = lower.lastIndexOf('1');
  const data = [...lower.slice(one + 1)].map((symbol) => alphabet.indexOf(symbol));
  if (one < 1 || data.length < 6 || data.includes(-1)) return false;
  return constants.includes(polymod([...expanded(lower.slice(0, one)), ...data]));
}

function expanded(prefix: string): readonly number[] {
  const codes = [...prefix].map((symbol) => symbol.charCodeAt(0));
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
}

function polymod(values: readonly number[]): number {
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    generator.forEach((part, bit) => {
      if ((top >>> bit) & 1) sum ^= part;
    });
  }
  return sum >>> 0;
}
