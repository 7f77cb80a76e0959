import * as z from 'zod';
import {
  around,
  type DateField,
  distinct,
  exampleOr,
  type FieldCodec,
  type FieldContext,
  ok,
  type Recognised,
  type Validation,
} from './field-codec.ts';
import { either, invalid, type Option } from './problem.ts';
import { type DateReading, readDates } from './read-dates.ts';
import { withoutIds } from './words.ts';
import { dayText, isDay, momentText, wallTime } from './zoned-time.ts';

// Clocks differ: what was written this minute is not the future.
const toleranceMs = 5 * 60_000;

/**
 * date: YYYY-MM-DD. date-time: YYYY-MM-DDTHH:MM and the offset at that moment in the requester's zone,
 * or the day alone where no time was said: noon would be a guess that nobody made.
 */
export const dateCodec: FieldCodec<DateField> = {
  validate: (field, text, context) => {
    const readings = joined(readDates(text, context, field.past), context);
    const results = readings.map((reading) => judged(field, reading, context));
    const [one, other] = [...new Map(results.map((result) => [JSON.stringify(result), result])).values()];
    if (one === undefined) return invalid('not-a-date');
    if (one.kind === 'ok' && other?.kind === 'ok')
      return either('more-than-one', optionOf(one), optionOf(other));
    return one;
  },
  recognise: (field, text, context) => exact(distinct(recognised(field, text, context))),
  show: (_field, value, zone, lang) => shownIn(value, zone, lang),
  example: (field) => exampleOr(field.kind === 'date' ? '2026-11-20' : '2026-11-20 14:30')(field),
  schema: (field) =>
    z.string().refine((value) => isDayText(value) || (field.kind === 'date-time' && isMomentText(value))),
};

const isDayText = (value: string): boolean => {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? [];
  return isDay(Number(year ?? 0), Number(month ?? 0), Number(day ?? 0));
};

const isMomentText = (value: string): boolean =>
  /^.{10}T\d{2}:\d{2}(?:[+-]\d{2}:\d{2}|Z)$/.test(value) &&
  isDayText(value.slice(0, 10)) &&
  !Number.isNaN(Date.parse(value));

/** "yesterday … at 3pm": one day and one time without its day are one moment. */
function joined(readings: readonly DateReading[], { zone }: FieldContext): readonly DateReading[] {
  const [first, second, ...others] = readings;
  if (first === undefined || second === undefined || others.length > 0) return readings;
  const [day, time] = first.kind === 'day' ? [first, second] : [second, first];
  if (day.kind !== 'day' || time.kind !== 'time' || second.index - first.index - first.source.length > 25)
    return readings;
  const [moment] = readDates(`${day.day} ${time.time}`, { now: 0, zone, lang: 'en' }, false);
  const source = `${first.source} ${second.source}`;
  return moment?.kind === 'moment'
    ? [{ kind: 'moment', at: moment.at, source, index: first.index }]
    : readings;
}

function judged(field: DateField, reading: DateReading, context: FieldContext): Validation {
  switch (reading.kind) {
    case 'day':
      return dayWithin(field, reading.day, context);
    case 'moment':
      return momentWithin(field, reading.at, context);
    case 'time':
      return field.kind === 'date-time' && reading.at <= context.now
        ? momentWithin(field, reading.at, context)
        : invalid('day-missing', { time: reading.time });
    case 'two-days':
      return either('ambiguous-date', dayOption(reading.one), dayOption(reading.other));
    case 'two-times':
      return twoTimes(field, reading.one, reading.other, context);
    case 'no-day':
      return invalid('no-such-day', { date: reading.source });
  }
}

function dayWithin(field: DateField, day: string, { now, zone, lang }: FieldContext): Validation {
  const shown = shownIn(day, zone, lang);
  return field.past && day > dayText(wallTime(now, zone))
    ? invalid('in-the-future', { date: shown })
    : ok(day, shown);
}

function momentWithin(field: DateField, at: number, context: FieldContext): Validation {
  const { now, zone, lang } = context;
  if (field.kind === 'date') return dayWithin(field, dayText(wallTime(at, zone)), context);
  const value = momentText(at, zone);
  const shown = shownIn(value, zone, lang);
  return field.past && at > now + toleranceMs ? invalid('in-the-future', { date: shown }) : ok(value, shown);
}

function twoTimes(field: DateField, one: number, other: number, context: FieldContext): Validation {
  if (field.kind === 'date') return momentWithin(field, one, context);
  return either('ambiguous-time', timeOption(one, context), timeOption(other, context));
}

const optionOf = ({ value, shown }: Extract<Validation, { kind: 'ok' }>): Option => ({
  value,
  label: shown,
});

const dayOption = (day: string): Option => ({ value: day, label: day });

/** Told by its time alone: the day was said. */
function timeOption(at: number, { zone }: FieldContext): Option {
  const value = momentText(at, zone);
  return { value, label: value.slice(11, 16) };
}

const notThen =
  /\b(?:will|would|can you(?! check| look| see| confirm| find| tell| explain)|could you(?! check| look| see| confirm| find| tell| explain)|shall|opens?|opening|until|till|every|each|expire[sd]?|customer since|plan(?:ned)? (?:on|for)|signed up|registered|joined|born|(?:last|your) (?:reply|answer|message|e?-?mail|letter)|issued|valid|reported|complained|contacted|wrote|created|opened (?:a|the|this|my)|sent (?:you|u) (?:a|an|the|my) (?:screenshot|picture|photo|e?-?mail|message|letter)|I (?:have |just )*(?:changed|reset|updated) my|promised|due|comes|scheduled)\b[^.!?;,]*$|\b(?:you|we|I|agent|support|colleague|your \w+)\b[^.!?;,]*\b(?:spoke|talked|chatted|told|e?-?mailed|wrote|answered|replied|called|phoned|rang)\b[^.!?;,]*$|\b(?:update|release|maintenance|upgrade) on\s+$|\b(?:update|release|maintenance|upgrade)\s+$/i;
const inThen = /(?<!\b(?:signed|logged|was|got|been|last) )\bin\s+$/i;

function recognised(field: DateField, text: string, context: FieldContext): readonly Recognised[] {
  const told = withoutIds(text);
  const readings = joined(readDates(field.past ? begun(field, told) : told, context, field.past), context);
  return readings.flatMap((reading) => {
    const { source } = reading;
    const place = asWritten(text, reading);
    const { before, after } = around(text, place, 40);
    if (presentAlone.test(source)) return [];
    if (isNoDate(reading, before, after) || isOtherEvent(field, place.source, before, after)) return [];
    if (field.past ? isAboutLater(before, source) : isBound(reading, before)) return [];
    // A day with two possible times is still that day.
    const read =
      reading.kind === 'two-times'
        ? dayWithin(field, dayText(wallTime(reading.one, context.zone)), context)
        : judged(field, reading, context);
    return read.kind === 'ok' && !isYearAgo(read.value, source, context)
      ? [{ value: read.value, ...place, sure: false }]
      : [];
  });
}

/** "Jetzt antwortet keiner mehr" goes on with a story; asked for a time, it is an answer. */
const presentAlone = /^(?:jetzt|nun|ahora)$/i;

/** "Today, 2 hours ago", "just now, 10 minutes ago": beside a time, its day and the present say nothing more. */
const exact = (found: readonly Recognised[]): readonly Recognised[] =>
  found.filter(
    ({ value, source }) =>
      !found.some((other) => other.value.startsWith(`${value}T`)) &&
      !(found.length > 1 && /^(?:just )?now$/i.test(source)),
  );

/** The words as they stand in the message, from their beginning, where they were read in other words. */
function asWritten(text: string, { source, index }: DateReading): Pick<Recognised, 'source' | 'index'> {
  if (text.includes(source)) return { source, index };
  const from = text.lastIndexOf(' ', index) + 1;
  return { source: text.slice(Math.min(from, index), index + source.length), index: Math.min(from, index) };
}

/** A field that asks since when something is so. */
const isStart = ({ label }: DateField): boolean => /\bsince\b/i.test(label);

const count = '(?:an?|\\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve) ?';
const clock = `half an hour|${count}(?:hours?|hrs?|h|minutes?|mins?)`;
const about = '(?: (?:the )?(?:last|past))?(?: (?:about|around|roughly))?';
const sinceHours = new RegExp(`\\bsince${about} (${clock})\\b`, 'gi');
const lasting = new RegExp(
  `(?<=\\b(?:been|down|out|gone|dead|off|offline|without|no|not|nothing|slow|broken|n['’]?t)\\b[^.!?;,]{0,30})(?<!\\b(?:wait|hold|queue|unplug|restart|reset|reboot)\\w*\\b[^.!?;,]{0,30})\\b(?:for|since)${about} (${clock}|${count}(?:days?|weeks?))\\b`,
  'gi',
);

/**
 * What is so "since 3 hours", or has lasted "for half an hour", began so long ago; as long as before. Days and
 * weeks are told too roughly to be the day of anything but a beginning.
 */
function begun(field: DateField, text: string): string {
  const ago = (whole: string, length: string): string => `${length} ago`.padStart(whole.length);
  return (isStart(field) ? text.replace(lasting, ago) : text).replace(sinceHours, ago);
}

/** "Free till Friday", where the day of an appointment is asked for; "after 2 pm on Friday" names it. */
const isBound = ({ kind }: DateReading, before: string): boolean =>
  /\b(?:till?|until)\s+(?:the\s+)?$/i.test(before) ||
  (kind === 'day' && /\b(?:before|after)\s+(?:the\s+)?$/i.test(before));

/** "Sent" is not the day on which it was rejected, "Bought" not the one on which it came, "Last" not a beginning. */
function isOtherEvent({ label }: DateField, source: string, before: string, after: string): boolean {
  // "I saw it just now", where it is not asked when something was noticed.
  if (/^(?:just )?now$/i.test(source) && !/\bnotic/i.test(label) && seen.test(before)) return true;
  if (/^last\b/i.test(label)) return /^since\b/i.test(source) || notLast.test(before);
  return (
    /^(?:sent|submitted|uploaded|bought|ordered|purchased|paid)\b/i.test(label) &&
    (comesLater.test(before) ||
      /^\s*(?:you|they|it was|it got) (?:rejected|refused|declined|denied)\b/i.test(after))
  );
}

const seen = /\b(?:saw|seen|noticed|checked|looked|found)(?: (?:it|this|that|out|at it))?\s+(?:just\s+)?$/i;
const notLast = /\b(?:since\s+$|(?:tried|trying|tries)\b[^.!?;,]*$)/i;
const comesLater =
  /\b(?:delivered|arrived|came|received|opened|rejected|refused|declined|denied|returned)(?: (?:it|me|them|us|back|again|to|damaged|broken|late))*(?: on)?\s+$/i;

const mostDaysBack = 340;

/** A day without its year that is still to come this year was hardly last year's: somebody has to ask. */
const isYearAgo = (value: string, source: string, { now }: FieldContext): boolean =>
  !/\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2}|year/i.test(source) &&
  Date.parse(value.slice(0, 10)) < now - mostDaysBack * 86_400_000;

const reference = /\b(?:ticket|order|case|invoice|reference|ref|version|number|nr)\.?\s*[#:]?\s*$/i;

const isAboutLater = (before: string, source: string): boolean =>
  notThen.test(before) ||
  // "Order 12-11", but "my order from 12 November".
  (/^\d/.test(source) && reference.test(before)) ||
  // "I paid it in on 10 November", "the withdrawal I asked for on 30 October".
  (!/^on\b/i.test(source) && (inThen.test(before) || /\b(?:within|for|by|before)\s+$/i.test(before))) ||
  /^(?:for|within|in(?! \d{1,2}(?:st|nd|rd|th)? \p{L})|in \d+ (?:hours?|minutes?|days?|weeks?|months?)|next|until)\b/iu.test(
    source,
  );

const isNoDate = ({ kind, source }: DateReading, before: string, after: string): boolean =>
  (kind === 'time' && !/\b(?:since|from)\s+$/i.test(before)) ||
  // Short names of days and months that are words of their own.
  /^(?:sun|sat|wed|mon|march|may|second|march of)$/.test(source) ||
  (/^(?:fri|mon|sun)day$/i.test(source) && /\b(?:black|good|cyber|easter|palm)\s+$/i.test(before)) ||
  // "Three hours" is how long, not when.
  /^(?:(?:half )?an?|\d+|one|two|three|four|five|six|seven|eight|nine|ten) (?:minutes?|hours?|days?|weeks?|months?|years?)$/i.test(
    source,
  ) ||
  // A fraction, and a part of a longer number.
  (/^\d{1,2}\/\d{1,2}$/.test(source) && !/\b(?:on|since|from|date:?)\s*$/i.test(before)) ||
  /^-\d/.test(after) ||
  // Monday's midnight is the one before it to some and the one after it to others.
  (kind === 'moment' && /\bmidnight\b/i.test(source)) ||
  /^\s*(?:in )?(?!My|Local|Your|Our)(?:\p{Lu}[\p{L}.]*\s){1,2}time\b/u.test(after) ||
  /\b(?:not|never|except|any (?:day|time) but|(?:is|was|were|did)n['’]?t)(?: on)?\s+$/i.test(before) ||
  // "On Tuesday your colleague told me", "a new phone since Sunday".
  /^(?:,?\s)?(?:your|the|an?) (?:colleague|agent|support|staff)\b/i.test(after) ||
  (/^since\b/i.test(source) && /\bnew [\w'-]+ $/i.test(before)) ||
  /\bnew [\w'-]+ since $/i.test(before) ||
  // "Today is my birthday", and what is still not so today.
  /^\s*(?:is|['’]s) (?:my|the|a|an)\b/i.test(after) ||
  (/^(?:today|this morning|tonight)$/i.test(source) && (isStillSo(before) || isNowSo.test(after))) ||
  /^right now$/i.test(source) ||
  (/^now$/i.test(source) && !/\bjust\s*$/i.test(before)) ||
  /^\s*(?:or (?:so|two|three)\b|later\b)/i.test(after) ||
  /\blater\b/i.test(source);

/** "Still nothing today", "BTC is at 92,000 USD today": how things are, not when they happened. */
const isStillSo = (before: string): boolean =>
  /\b(?:still|nothing|cannot|can['’]?t|(?:is|are) (?:now )?(?:at|worth)|(?:do|does|is|are)n['’]?t)\b[^.!?;,]*$/i.test(
    before,
  );

/** "Today it says wrong password". */
const isNowSo =
  /^,?\s*(?:it|i|we|this|the \w+|my \w+) (?:says?|shows?|asks?|wants?|does|do|is|are|can ?not|can['’]?t|won['’]?t|does ?n['’]?t|do ?n['’]?t)\b/i;

/** For reading: with its weekday, and in the zone of who reads it. */
function shownIn(value: string, zone: string, lang: string): string {
  const day = { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' } as const;
  if (isDayText(value)) return format(Date.parse(`${value}T00:00Z`), lang, { ...day, timeZone: 'UTC' });
  if (!isMomentText(value)) return value;
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' } as const;
  return format(Date.parse(value), lang, { ...day, ...time, timeZone: zone });
}

function format(at: number, lang: string, options: Intl.DateTimeFormatOptions): string {
  try {
    return new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, options).format(at);
  } catch {
    // A language or zone that a client made up.
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(at);
  }
}
