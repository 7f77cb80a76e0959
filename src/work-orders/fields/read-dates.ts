import * as chrono from 'chrono-node';
import type { FieldContext } from './field-codec.ts';
import { plainTimes } from './german-and-spanish-times.ts';
import { type NumericDate, numericDates } from './numeric-dates.ts';
import { plainDates } from './plain-dates.ts';
import { saidDays } from './said-days.ts';
import { dayText, instantOf, offsetMinutes, wallTime } from './zoned-time.ts';

/** What a date or time in a text was read as. Days are YYYY-MM-DD, moments epoch ms, times HH:MM. */
export type DateReading = { readonly source: string; readonly index: number } & (
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'moment'; readonly at: number }
  /** A time of no day in particular. */
  | { readonly kind: 'time'; readonly time: string; readonly at: number }
  | { readonly kind: 'two-days'; readonly one: string; readonly other: string }
  | { readonly kind: 'two-times'; readonly one: number; readonly other: number }
  | { readonly kind: 'no-day' }
);

/** Reading takes time for each character, most of all where it is two languages: what comes later is asked for. */
const longest = 2500;

/**
 * Every date and time in a text, in words too ("yesterday around 3pm"), by the requester's clock and
 * in the text's order. With `past`, a weekday or a date without its year is the last such day.
 */
export function readDates(whole: string, context: FieldContext, past: boolean): readonly DateReading[] {
  const text = whole.slice(0, longest);
  const numeric = [...numericDates(text, context, past), ...saidDays(text, context, past)].toSorted(
    (a, b) => a.index - b.index,
  );
  const plain = rewritten(plainTimes(plainDates(text, wallTime(context.now, context.zone).year)), numeric);
  const worded = parsed(plain.text, context, past).flatMap((result) => {
    const end = result.index + result.text.length;
    const [from, read] = [plain.back(result.index), plain.back(end)];
    // Words of the date that were taken together into fewer letters: "five to nine" as 8:55.
    const erased = /^ */.exec(plain.text.slice(end))?.[0].length ?? 0;
    const to = read + text.slice(read, read + erased).trimEnd().length;
    const began = from + (/^[\s,;.:]*/.exec(text.slice(from, to))?.[0].length ?? 0);
    const source = text.slice(began, to).replace(/(?<![\s,;.])[\s,;.]+$/, '');
    return readingOf(result, { source, index: began }, context, past);
  });
  return [...numeric.flatMap(unclear), ...worded].toSorted((a, b) => a.index - b.index);
}

const blank = (text: string): string => ' '.repeat(text.length);

/** The text with its clear numeric dates as YYYY-MM-DD and the others blank; `back` leads to the old places. */
function rewritten(
  text: string,
  dates: readonly NumericDate[],
): { text: string; back: (index: number) => number } {
  let result = '';
  let done = 0;
  const shifts: { readonly at: number; readonly by: number }[] = [];
  for (const date of dates) {
    const end = date.index + date.source.length;
    result += text.slice(done, date.index) + (date.kind === 'day' ? date.day : blank(date.source));
    done = end;
    shifts.push({ at: result.length, by: result.length - end });
  }
  const back = (index: number): number => index - (shifts.findLast(({ at }) => at <= index)?.by ?? 0);
  return { text: result + text.slice(done), back };
}

const locales: Readonly<Record<string, { readonly parse: typeof chrono.parse }>> = {
  de: chrono.de,
  es: chrono.es,
  fr: chrono.fr,
  it: chrono.it,
  nl: chrono.nl,
  pt: chrono.pt,
};

function parsed(
  text: string,
  { now, zone, lang }: FieldContext,
  past: boolean,
): readonly chrono.ParsedResult[] {
  const reference = { instant: new Date(now), timezone: offsetMinutes(now, zone) };
  const options = { forwardDate: !past };
  // What Spanish says with "hace" is rewritten as English says it, which its own reader would take for an hour.
  const isRewritten = / ago\b/.test(text);
  const local = isRewritten
    ? []
    : (locales[lang.toLowerCase().split(/[-_]/)[0] ?? '']?.parse(text, reference, options) ?? []);
  return local.length > 0 ? local : chrono.en.parse(text, reference, options);
}

const vague =
  /\b(?:(?:last|this|past|next) (?:week|month|year|quarter)|few|several|couple|some|weekend|(?:end|beginning|start|middle) of)\b/i;

type Place = Pick<DateReading, 'source' | 'index'>;

function readingOf(
  result: chrono.ParsedResult,
  place: Place,
  context: FieldContext,
  past: boolean,
): readonly DateReading[] {
  const { start } = result;
  // A stretch of time, or a span as vague as "last week", "a few days", "the weekend", "in March".
  if (result.end || vague.test(result.text)) return [];
  if (start.tags().has('result/relativeDateAndTime') || /^(?:right |just )?now$/i.test(place.source))
    return [{ ...place, kind: 'moment', at: Math.floor(start.date().getTime() / 60_000) * 60_000 }];
  const hasDay =
    start.isCertain('day') || start.isCertain('weekday') || /\b(?:this|today|tonight)\b/i.test(place.source);
  if (hasDay) return onDay(start, place, context, past);
  return start.isCertain('hour') ? [timeOnly(start, place, context)] : [];
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const part = (start: chrono.ParsedComponents, name: 'year' | 'month' | 'day' | 'hour' | 'minute'): number =>
  start.get(name) ?? 0;

function onDay(
  start: chrono.ParsedComponents,
  place: Place,
  context: FieldContext,
  past: boolean,
): readonly DateReading[] {
  const day = past ? lastSuch(start, context) : dayOf(start);
  // Said in the morning, "this afternoon" is still to come.
  if (
    past &&
    /\b(?:this (?:afternoon|evening)|tonight)\b/i.test(place.source) &&
    start.date().getTime() > context.now
  )
    return [{ ...place, kind: 'moment', at: start.date().getTime() }];
  if (!start.isCertain('hour')) return [{ ...place, kind: 'day', day: dayText(day) }];
  const at = momentOn(start, day, clockHour(start, place.source), context.zone);
  if (!isHalfSaid(start, place.source)) return [{ ...place, kind: 'moment', at }];
  return [halfSaid(place, at, momentOn(start, day, part(start, 'hour') + 12, context.zone), context, past)];
}

const dayOf = (start: chrono.ParsedComponents): Day => ({
  year: part(start, 'year'),
  month: part(start, 'month'),
  day: part(start, 'day'),
});

/** "on Friday" and "24 December", said of something that has been. */
function lastSuch(start: chrono.ParsedComponents, { now, zone }: FieldContext): Day {
  const day = dayOf(start);
  if (dayText(day) <= dayText(wallTime(now, zone))) return day;
  if (!start.isCertain('day') && start.isCertain('weekday')) return rolled({ ...day, day: day.day - 7 });
  return start.isCertain('day') && !start.isCertain('year') ? rolled({ ...day, year: day.year - 1 }) : day;
}

function rolled({ year, month, day }: Day): Day {
  const date = new Date(Date.UTC(year, month - 1, day));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function momentOn(start: chrono.ParsedComponents, day: Day, hour: number, zone: string): number {
  const wall = { ...day, hour, minute: part(start, 'minute') };
  const said = start.isCertain('timezoneOffset') ? start.get('timezoneOffset') : null;
  return said === null ? instantOf(wall, zone) : instantOf(wall, 'UTC') - said * 60_000;
}

/** "last night at 11" is 23:00, "last night at 2" is 02:00 of the next day; hours past midnight roll over. */
function clockHour(start: chrono.ParsedComponents, source: string): number {
  const hour = part(start, 'hour');
  if (start.isCertain('meridiem') || hour < 1 || hour > 11) return hour;
  if (/\b(?:evening|afternoon)\b/i.test(source)) return hour + 12;
  return /\b(?:to)?night\b/i.test(source) ? hour + (hour < 6 ? 24 : 12) : hour;
}

/** "at 5" may be morning or afternoon; "05:00", "5pm" and "5 in the morning" are not in doubt. */
const isHalfSaid = (start: chrono.ParsedComponents, source: string): boolean =>
  !start.isCertain('meridiem') &&
  part(start, 'hour') >= 1 &&
  part(start, 'hour') <= 11 &&
  !/:|T\d|\d\s?h|uhr|morning|noon|evening|night|[ap]\.?m\b/i.test(source);

function halfSaid(
  place: Place,
  one: number,
  other: number,
  { now }: FieldContext,
  past: boolean,
): DateReading {
  if (past && other > now) return { ...place, kind: 'moment', at: one };
  return { ...place, kind: 'two-times', one, other };
}

function timeOnly(start: chrono.ParsedComponents, place: Place, { now, zone }: FieldContext): DateReading {
  const time = [part(start, 'hour'), part(start, 'minute')]
    .map((value) => String(value).padStart(2, '0'))
    .join(':');
  return {
    ...place,
    kind: 'time',
    time,
    at: momentOn(start, wallTime(now, zone), part(start, 'hour'), zone),
  };
}

function unclear(date: NumericDate): readonly DateReading[] {
  const { source, index } = date;
  if (date.kind === 'none') return [{ source, index, kind: 'no-day' }];
  return date.kind === 'ambiguous'
    ? [{ source, index, kind: 'two-days', one: date.one, other: date.other }]
    : [];
}
