import * as chrono from 'chrono-node';
import { currencyNames } from './currencies.ts';
import type { FieldContext } from './field-codec.ts';
import { type NumericDate, numericDates } from './numeric-dates.ts';
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
  const plain = rewritten(simplified(text, context), numeric);
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

const tens: Readonly<Record<string, string>> = {
  fifteen: '15',
  twenty: '20',
  thirty: '30',
  forty: '40',
  fifty: '50',
};

/** As long as before: filler between day and time gone, numbers of minutes as digits. */
const simplified = (text: string, context: FieldContext): string =>
  text
    // "Quarter past eight", "ten to nine", "half six".
    .replace(quarters, (whole, part: string, side: string, hour: string) =>
      clockText(part, side, hour).padEnd(whole.length),
    )
    .replace(halfHour, (whole, hour: string) =>
      `${hours.indexOf(hour.toLowerCase()) + 1 || hour}:30`.padEnd(whole.length),
    )
    // "Monday the 30th of November".
    .replace(new RegExp(`(?<=day,?) the(?= \\d{1,2}(?:st|nd|rd|th)?(?: of)? ${month})`, 'gi'), blank)
    // "Four pm", "nine in the morning", "9 o'clock".
    .replace(hourInWords, (word) => String(hours.indexOf(word.toLowerCase()) + 1).padStart(word.length))
    .replace(/(?<![\d:.])(\d{1,2})\s?o['’]?\s?clock\b/gi, (whole, hour: string) =>
      `${hour}:00`.padEnd(whole.length),
    )
    // "Around 16h", "at 1430 hrs".
    .replace(/\b(?:at|around|about) (\d{1,2}) ?h\b(?! ago)/gi, (whole, hour: string) =>
      `at ${hour}:00`.padStart(whole.length),
    )
    .replace(/\b([01]\d|2[0-3])([0-5]\d) ?(?:hrs|hours)\b/gi, (whole, hour: string, minute: string) =>
      `${hour}:${minute}`.padEnd(whole.length),
    )
    // "Monday evening around 8".
    .replace(aboutHour, (whole) => ' at'.padStart(whole.length))
    .replace(lastYear, (whole) =>
      String(wallTime(context.now, context.zone).year - (/last/i.test(whole) ? 1 : 0)).padEnd(whole.length),
    )
    .replace(
      /(?<=\b(?:days?|weeks?|fortnight)) from (?:today|now)\b|(?<=\b(?:days?|weeks?|months?) ago) today\b/gi,
      blank,
    )
    .replace(/\b(?:a )?fortnight\b/gi, (whole) => '2 weeks'.padEnd(whole.length))
    .replace(
      /\b(?:around|about|approximately|approx\.?|roughly|circa|ca\.?|exactly)(?=\s+(?:\d|noon|midnight))/gi,
      blank,
    )
    .replace(/[~≈](?=\s*\d)/g, ' ')
    // "the evening of 12 November", where the evening would be today's.
    .replace(/\b(?:morning|afternoon|evening|night) of(?= (?:the )?(?:\d|\p{L}+day\b|\p{Lu}))/giu, blank)
    // "15 November, about 11:00", whose month would take the hour for its day.
    .replace(new RegExp(`(?<=\\b${month},?) {4,}(?=\\d{1,2}(?::\\d{2}|\\s?[ap]\\.?m))`, 'gi'), (whole) =>
      ' at '.padEnd(whole.length),
    )
    // "My withdrawal from 1 November", which is no "from 1 o'clock".
    .replace(
      new RegExp(`\\b(?:from|of|at)(?= (?:the )?\\d{1,2}(?:st|nd|rd|th)? ${month}\\b)`, 'gi'),
      (whole) => 'on'.padEnd(whole.length),
    )
    // "9 Nov, about 2000 USDT" is no year.
    .replace(beforeMoney, (whole) => `${whole.trimEnd().replace(/,$/, '')};`.padEnd(whole.length))
    // "Turned 18 on 3 November" tells no time; "at 10.30" does.
    .replace(/\b(?=\d{1,2} on\b)(?<!\b(?:at|around|about|since|from|till)\s+|[\d:.,])\d{1,2}/gi, blank)
    .replace(new RegExp(`(?<=\\b(?:at|${month}) \\d{1,2})\\.(?=[0-5]\\d(?![\\d.]|\\s?%))`, 'gi'), ':')
    .replace(/\b(?:an hour and a half|one and a half hours|1 ?1\/2 hours)(?= ago\b)/gi, (whole) =>
      '90 minutes'.padStart(whole.length),
    )
    // 13h20, "17. November", "11 in the evening", "6 this morning".
    .replace(/(?<=\b\d{1,2})h(?=\d{2}\b)/gi, ':')
    .replace(new RegExp(`(?<=\\b\\d{1,2})\\.(?= ${month})`, 'gi'), ' ')
    .replace(
      /(?<![\d:.])(\d{1,2}(?::\d{2})?)(\s+in the )(morning|afternoon|evening)\b/gi,
      (_whole, hour: string, mid: string, part: string) =>
        `${hour}${blank(mid)}${(/^m/i.test(part) ? 'am' : 'pm').padStart(part.length)}`,
    )
    .replace(
      /(?<![\d:.])(\d{1,2}(?::\d{2})?) +this (morning|afternoon|evening)\b/gi,
      (whole, hour: string, part: string) =>
        `today at ${hour}${/^m/i.test(part) ? 'am' : 'pm'}`.padEnd(whole.length),
    )
    // "4:50 yesterday afternoon".
    .replace(
      /(?<![\d:.])((?:1[0-2]|[1-9])(?::\d{2})?) +((?:on )?(?:yester|to|mon|tues|wednes|thurs|fri|satur|sun)day) (morning|afternoon|evening)\b/gi,
      (whole, hour: string, day: string, part: string) =>
        `${hour}${/^m/i.test(part) ? 'am' : 'pm'} ${day}`.padEnd(whole.length),
    )
    // "22:00 a stranger": the article is no "a.m.".
    .replace(/(?<=\d:\d{2}) a(?= \p{L})/gu, blank)
    // "12 Nov 20 USDT", "December 9th, 12 devices": a number of two digits is no year.
    .replace(afterDay, (whole) => whole.replace(/ $/, ';'))
    .replace(/\b(?:fifteen|twenty|thirty|forty|fifty)(?=\s(?:minutes|seconds|days)\b)/gi, (word) =>
      (tens[word.toLowerCase()] ?? word).padStart(word.length),
    );

const hours = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');
const hourInWords = new RegExp(
  `\\b(?:${hours.join('|')})(?=\\s(?:[ap]\\.?m\\b|o['’]?\\s?clock\\b|in the (?:morning|afternoon|evening)\\b|this (?:morning|afternoon|evening)\\b))`,
  'gi',
);
const minutes: Readonly<Record<string, number>> = { five: 5, ten: 10, quarter: 15, twenty: 20, half: 30 };
const quarters = new RegExp(
  `\\b(?:a )?(${Object.keys(minutes).join('|')}|5|10|20) (?:minutes )?(past|after|to) (${hours.join('|')}|\\d{1,2})\\b(?!\\s(?:minutes|mins|hours|hrs|days|weeks|months|times|percent)\\b|[.,]\\d)`,
  'giu',
);

// As in Britain, where it is said.
const halfHour = new RegExp(
  `(?<=^|\\b(?:at|about|around|since|from)\\s)half (${hours.join('|')}|\\d{1,2})(?=\\s*(?:$|[.,;!?)]|\\s(?:[ap]\\.?m|this|in the|on|yesterday|today|last|and|but)\\b))`,
  'gi',
);
const aboutHour =
  /(?<=\b(?:yesterday|today|\p{L}{3,6}day|morning|afternoon|evening|night)) (?:at )?(?:around|about|circa)(?= \d{1,2}(?:[:.]\d{2})?(?:\s*(?:$|[;!?)\n]|[.,](?!\d))|\s(?:and|but|i|my|when)\b))/giu;

/** "quarter to nine" is 8:45. */
function clockText(part: string, side: string, hour: string): string {
  const told = hours.indexOf(hour.toLowerCase()) + 1 || Number(hour);
  const past = minutes[part.toLowerCase()] ?? Number(part);
  const [at, minute] = /^to$/i.test(side) ? [told - 1 || 12, 60 - past] : [told, past];
  return `${at}:${String(minute).padStart(2, '0')}`;
}

const month = '(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\\.?';
const lastYear = new RegExp(
  `(?<=\\b(?:\\d{1,2}(?:st|nd|rd|th)?(?: of)? ${month}|${month} \\d{1,2}(?:st|nd|rd|th)?),? )(?:of )?(?:last|this) year\\b`,
  'gi',
);
const afterDay = new RegExp(
  `\\b(?:\\d{1,2}(?:st|nd|rd|th)?(?: of)? ${month}|${month} \\d{1,2}(?:st|nd|rd|th)?),? (?=\\d{1,2}(?!\\d|:|h\\b|\\s?(?:[ap]\\.?m|o['’]?clock|uhr)|\\.\\d\\d\\s?[ap]\\.?m|(?:st|nd|rd|th)\\b))`,
  'gi',
);

const money = [...currencyNames([]).keys()]
  .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  .join('|');
const beforeMoney = new RegExp(
  `\\b(?:\\d{1,2}(?:st|nd|rd|th)?(?: of)? ${month}|${month} \\d{1,2}(?:st|nd|rd|th)?),? +(?=\\d{4}\\s?(?:${money})(?![\\p{L}\\p{N}]))`,
  'giu',
);

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
  const local = locales[lang.toLowerCase().split(/[-_]/)[0] ?? '']?.parse(text, reference, options) ?? [];
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
