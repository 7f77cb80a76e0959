/** A text with the numbers that are said in words written in figures, as long as before. */
export interface InFigures {
  readonly text: string;
  /** Where the words began of which the figures at this place were made. */
  readonly startOf: (index: number) => number;
}

const small: Readonly<Record<string, number>> = Object.fromEntries(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, value) => [word, value]),
);
const tens: Readonly<Record<string, number>> = Object.fromEntries(
  'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word, at) => [word, (at + 2) * 10]),
);
const powers: Readonly<Record<string, number>> = {
  hundred: 100,
  thousand: 1000,
  million: 1_000_000,
};
const parts: Readonly<Record<string, number>> = { half: 0.5, quarter: 0.25, quarters: 0.25, tenth: 0.1 };

const word = ['an?', 'point', ...[small, tens, powers, parts].flatMap(Object.keys)].join('|');
const written = '\\d{1,3}(?:[.,]\\d{1,8})?';
const run = `(?:${word}|${written}(?=[ -](?:and|of an?|${word})\\b))(?:[ -](?:${word}|and|of|\\d))*`;

/**
 * "Two hundred USDT", "half a bitcoin", "one and a half ETH", "1/4 BTC": only before one of the names, as
 * elsewhere "one" is no number. Words that make no number together become blanks, so that "three hundred
 * and fifty" is never fifty.
 */
export function inFigures(text: string, names: string): InFigures {
  const spans: { readonly from: number; readonly to: number }[] = [];
  const before = `(?=\\s?(?:${names})(?![\\p{L}\\p{N}]))`;
  const said = new RegExp(
    `(?<![\\p{L}\\p{N}.,/$€£])(?:(${run})${before}|([1-9])/([2-9])(?: of an?)?\\s${before})`,
    'giu',
  );
  const figures = text.replace(
    said,
    (whole: string, words?: string, over?: string, under?: string, at?: number) => {
      const from = at ?? 0;
      spans.push({ from, to: from + whole.length });
      const value =
        words === undefined ? Number(over) / Number(under) : numberOf(words.toLowerCase().split(/[ -]/));
      const shown = value === undefined ? '' : String(value);
      return (shown.length > whole.length ? '' : shown).padStart(whole.length);
    },
  );
  return {
    text: figures,
    startOf: (index) => spans.find(({ from, to }) => from <= index && index < to)?.from ?? index,
  };
}

/** What the words say, or undefined where they are no number. */
function numberOf(words: readonly string[]): number | undefined {
  const point = words.indexOf('point');
  if (point >= 0) return decimal(words.slice(0, point), words.slice(point + 1));
  const [first = '', ...rest] = words.filter((one) => one !== 'of');
  const leading = /^an?$/.test(first) && rest.length > 0 ? rest : [first, ...rest];
  const bare = leading.filter((one, at) => !/^an?$/.test(one) || leading.length === 1 || at === 0);
  const fraction = bare.findIndex((one) => Object.hasOwn(parts, one));
  return fraction < 0 ? cardinal(bare) : withFraction(bare, fraction);
}

/** "Half", "three quarters", "one and a half", "two and a half thousand". */
function withFraction(words: readonly string[], at: number): number | undefined {
  const part = parts[words[at] ?? ''] ?? 0;
  const [before, after] = [words.slice(0, at), words.slice(at + 1)];
  const times = after.length === 0 ? 1 : cardinal(after);
  if (times === undefined) return undefined;
  if (before.length === 0) return part * times;
  const whole = cardinal(before.at(-1) === 'and' ? before.slice(0, -1) : before);
  if (whole === undefined) return undefined;
  return (before.at(-1) === 'and' ? whole + part : whole * part) * times;
}

/** "Point three", "one point two five". */
function decimal(before: readonly string[], after: readonly string[]): number | undefined {
  const whole = before.length === 0 ? 0 : cardinal(before);
  const digits = after.map((one) => (/^\d$/.test(one) ? Number(one) : small[one]));
  const isPlain = digits.length > 0 && digits.every((digit) => digit !== undefined && digit < 10);
  return whole === undefined || !isPlain ? undefined : Number(`${whole}.${digits.join('')}`);
}

/** "Three hundred and fifty", "twenty five", "2 hundred", "a", as a dictionary counts them. */
function cardinal(words: readonly string[]): number | undefined {
  let [total, group, last] = [0, 0, Number.POSITIVE_INFINITY];
  for (const [at, one] of words.entries()) {
    if (one === 'and' && at > 0 && at < words.length - 1) continue;
    const power = powers[one];
    if (power !== undefined && power > 100) {
      total += (group || 1) * power;
      [group, last] = [0, Number.POSITIVE_INFINITY];
    } else if (power !== undefined) {
      if (group >= 100) return undefined;
      [group, last] = [(group || 1) * power, power];
    } else {
      const value = plain(one);
      // "Twenty five" is a number, "five twenty" and "five six" are two.
      if (value === undefined || value >= last || (last < 100 && value > 9)) return undefined;
      group += value;
      last = value < 20 ? 0 : 10;
    }
  }
  return total + group;
}

const plain = (one: string): number | undefined =>
  /^an?$/.test(one) ? 1 : /^\d/.test(one) ? Number(one.replace(',', '.')) : (small[one] ?? tens[one]);
