/** Signs and names by which people call a currency, besides its code. */
const names: Readonly<Record<string, readonly string[]>> = {
  EUR: ['€', 'euro', 'euros'],
  USD: ['us$', '$', 'us dollar', 'us dollars', 'dollar', 'dollars', 'bucks'],
  GBP: ['£', 'pound', 'pounds', 'pounds sterling', 'sterling', 'quid'],
  CHF: ['sfr', 'swiss franc', 'swiss francs', 'franc', 'francs'],
  JPY: ['¥', 'yen'],
  PLN: ['zł', 'zloty'],
  INR: ['₹', 'rupee', 'rupees'],
  CAD: ['c$', 'ca$', 'canadian dollar', 'canadian dollars'],
  AUD: ['a$', 'au$', 'australian dollar', 'australian dollars'],
  BTC: ['₿', 'xbt', 'bitcoin', 'bitcoins'],
  ETH: ['ether', 'ethers', 'ethereum'],
  USDT: ['tether', 'tethers'],
  USDC: ['usd coin'],
  SOL: ['solana'],
  TRX: ['tron'],
  XRP: ['ripple'],
  LTC: ['litecoin', 'litecoins'],
  DOGE: ['dogecoin', 'dogecoins'],
  ADA: ['cardano'],
};

const ofStates: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** Whether it is a state's money, which nobody writes with three decimals: "2.000 EUR" is two thousand. */
export const isFiat = (code: string): boolean => ofStates.has(code);

/** Codes by every name, lower case: those the field takes, and all known ones, so that "10 DOGE" is understood. */
export function currencyNames(taken: readonly string[]): ReadonlyMap<string, string> {
  const codes = new Set([...Object.keys(names), ...taken]);
  const all = [...codes].flatMap((code) =>
    [code, ...(names[code] ?? [])].map((name) => [name.toLowerCase(), code] as const),
  );
  const dollars = taken.filter((code) => /^(?:USD|CAD|AUD|NZD|SGD|HKD)$/.test(code));
  // "$" says nothing where several dollars are taken.
  const unclear = dollars.length > 1 ? new Set(['$', 'dollar', 'dollars', 'bucks']) : new Set<string>();
  return new Map(all.filter(([name]) => !unclear.has(name)));
}
