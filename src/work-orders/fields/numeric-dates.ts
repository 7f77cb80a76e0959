import type { FieldContext } from './field-codec.ts';
import { dayText, isDay, wallTime } from './zoned-time.ts';

/** A date written in numbers: what it means, as YYYY-MM-DD, or the two days that it may mean. */
export type NumericDate = { readonly source: string; readonly index: number } & (
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'ambiguous'; readonly one: string; readonly other: string }
  | { readonly kind: 'none' }
);

const written =
  /(?<![\p{L}\p{N}./-])(?:(\d{1,2})([./-])(\d{1,2})\2(\d{4})|(\d{2})([./-])(\d{2})\6(\d{2})|(\d{4})-(\d{2})-(\d{2}))(?![\p{N}]|[./-]\d)/gu;

// 12.11. is a day in half of Europe, and the end of a sentence or a version elsewhere: it needs a word
// before it or a time behind it. It is looked for from the number on, not from every space.
const withoutYear =
  /(\d{1,2})(?<=(?:^|\b(?:on|since|from|dated?|am|seit|vom|el|le|del))[\s:]*\d{1,2})\.(\d{1,2})\.(?!\d)|(?<![\p{L}\p{N}./-])(\d{1,2})\.(\d{1,2})\.(?=,?\s+(?:at\s+)?\d{1,2}:\d{2})|(?<=\b(?:on|since)\s)(\d{1,2})\.(\d{2})(?=,?\s+(?:at|around|about)\s+\d{1,2}(?::\d{2}|\s?[ap]m)\b)/giu;

/**
 * 25/12/2026, 12.03.26, 2026-03-12. Points put the day first everywhere; with slashes and dashes it
 * depends on the requester's country, and where that is unknown 03/04 is two days, unless only one of
 * them exists or, in a field about the past, has been.
 */
export function numericDates(text: string, context: FieldContext, past: boolean): readonly NumericDate[] {
  const years = [...text.matchAll(withoutYear)].flatMap((match) => {
    const { 0: source, index } = match;
    const [day, month] = [match[1] ?? match[3] ?? match[5], match[2] ?? match[4] ?? match[6]].map(Number);
    const found = nearestYear(day ?? 0, month ?? 0, context, past);
    return found === undefined ? [] : [{ kind: 'day' as const, day: found, source, index }];
  });
  const full = [...text.matchAll(written)].map((match): NumericDate => {
    const at = { source: match[0], index: match.index };
    const [, a1, mark1, b1, y1, a2, mark2, b2, y2, year, month, day] = match;
    if (year !== undefined) return { ...at, ...single(Number(year), Number(month), Number(day)) };
    const century = y1 === undefined ? 2000 + Number(y2) : Number(y1);
    return {
      ...at,
      ...twoWays(century, Number(a1 ?? a2), Number(b1 ?? b2), mark1 ?? mark2 ?? '/', context, past),
    };
  });
  return [...full, ...years];
}

/** With `past` the last such day, otherwise the next. */
function nearestYear(day: number, month: number, context: FieldContext, past: boolean): string | undefined {
  const today = wallTime(context.now, context.zone);
  return (past ? [0, -1] : [0, 1])
    .map((step) => today.year + step)
    .filter((year) => isDay(year, month, day))
    .map((year) => dayText({ year, month, day }))
    .find((one) => (past ? one <= dayText(today) : one >= dayText(today)));
}

type Meaning =
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'ambiguous'; readonly one: string; readonly other: string }
  | { readonly kind: 'none' };

const single = (year: number, month: number, day: number): Meaning =>
  isDay(year, month, day) ? { kind: 'day', day: dayText({ year, month, day }) } : { kind: 'none' };

function twoWays(
  year: number,
  a: number,
  b: number,
  mark: string,
  context: FieldContext,
  past: boolean,
): Meaning {
  const dayFirst = single(year, b, a);
  const monthFirst = single(year, a, b);
  if (mark === '.') return dayFirst;
  if (dayFirst.kind !== 'day') return monthFirst;
  if (monthFirst.kind !== 'day' || monthFirst.day === dayFirst.day) return dayFirst;
  const order = orderOf(context.lang);
  if (order !== undefined) return order === 'day' ? dayFirst : monthFirst;
  const today = dayText(wallTime(context.now, context.zone));
  const been = [dayFirst, monthFirst].filter(({ day }) => day <= today);
  if (past && been.length === 1) return been[0] ?? dayFirst;
  return { kind: 'ambiguous', one: dayFirst.day, other: monthFirst.day };
}

/** Which number comes first where the requester lives; undefined when "en" alone does not tell. */
function orderOf(lang: string): 'day' | 'month' | undefined {
  const [language = '', ...subtags] = lang.toLowerCase().split(/[-_]/);
  const region = subtags.find((tag) => tag.length === 2);
  if (region === 'us' || region === 'ph') return 'month';
  return language === 'en' && (region === undefined || region === 'ca') ? undefined : 'day';
}
