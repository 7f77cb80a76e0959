import { dayText, instantOf, wallTime } from './fields/zoned-time.ts';

export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Weekday = (typeof weekdays)[number];

/** Minutes since local midnight, `to` up to 1440: {from: 540, to: 1080} is 09:00 to 18:00. */
export interface OpenHours {
  readonly from: number;
  readonly to: number;
}

/** When the desk works. A day off has no hours, a half day has fewer. */
export interface BusinessCalendar {
  /** IANA zone. */
  readonly zone: string;
  readonly hours: Readonly<Record<Weekday, readonly OpenHours[]>>;
  /** By day, YYYY-MM-DD: instead of the weekday's hours. */
  readonly holidays: Readonly<Record<string, readonly OpenHours[]>>;
}

/** A stretch of time in epoch milliseconds, its end not part of it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

// Two years of days off in a row: the desk has no hours at all.
const furthestDays = 731;

export const isOpen = (calendar: BusinessCalendar, at: number): boolean =>
  spansOfDay(calendar, wallTime(at, calendar.zone)).some(({ from, to }) => from <= at && at < to);

/** When it opens next, epoch ms: `at` itself while it is open; undefined when it never does. */
export function nextOpening(calendar: BusinessCalendar, at: number): number | undefined {
  for (const span of openSpans(calendar, at)) if (span.to > at) return Math.max(span.from, at);
  return undefined;
}

/** When it closes next, epoch ms: for "open until"; undefined when it never opens. */
export function nextClosing(calendar: BusinessCalendar, at: number): number | undefined {
  for (const span of openSpans(calendar, at)) if (span.to > at) return span.to;
  return undefined;
}

/** Days on which the desk opens, from midnight to midnight, beginning with the day of `at`. */
export function* businessDays(
  calendar: BusinessCalendar,
  at: number,
): Generator<Span & { readonly closes: number }> {
  let idle = 0;
  for (const day of daysFrom(calendar.zone, at)) {
    const closes = spansOfDay(calendar, day).at(-1)?.to;
    idle = closes === undefined ? idle + 1 : 0;
    if (idle > furthestDays) return;
    const [from, to] = [momentOf(calendar.zone, day, 0), momentOf(calendar.zone, day, 1440)];
    if (closes !== undefined) yield { from, to, closes };
  }
}

/** How much of the spans lies from `from` to `to`, in milliseconds. */
export function timeOver(spans: Iterable<Span>, from: number, to: number): number {
  let total = 0;
  for (const span of spans) {
    if (span.from >= to) break;
    total += Math.max(0, Math.min(span.to, to) - Math.max(span.from, from));
  }
  return total;
}

/**
 * The moment by which `amount` milliseconds of the spans have passed since `at`. Adding what `timeOver` gives leads
 * back. Throws RangeError for a calendar that never opens.
 */
export function addOver(spans: Iterable<Span>, at: number, amount: number): number {
  if (amount < 0) throw new RangeError('Business time is only added: give an amount of 0 or more.');
  if (amount === 0) return at;
  let left = amount;
  for (const span of spans) {
    const from = Math.max(span.from, at);
    if (left <= span.to - from) return from + left;
    left -= Math.max(0, span.to - from);
  }
  throw new RangeError('The calendar never opens: give at least one weekday its hours.');
}

/** The desk's opening hours, beginning with the day of `at`. Ends once two years have passed without any. */
export function* openSpans(calendar: BusinessCalendar, at: number): Generator<Span> {
  let idle = 0;
  for (const day of daysFrom(calendar.zone, at)) {
    const spans = spansOfDay(calendar, day);
    idle = spans.length > 0 ? 0 : idle + 1;
    if (idle > furthestDays) return;
    yield* spans;
  }
}

/** Without end, beginning with the day of `at`: each caller breaks off by itself. */
function* daysFrom(zone: string, at: number): Generator<Day> {
  const first = wallTime(at, zone);
  for (let ahead = 0; ; ahead++) {
    const date = new Date(Date.UTC(first.year, first.month - 1, first.day + ahead));
    yield { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
  }
}

function spansOfDay(calendar: BusinessCalendar, day: Day): readonly Span[] {
  const hours = Object.hasOwn(calendar.holidays, dayText(day))
    ? calendar.holidays[dayText(day)]
    : ordinaryHours(calendar, day);
  const spans = (hours ?? []).map(({ from, to }) => ({
    from: momentOf(calendar.zone, day, from),
    to: momentOf(calendar.zone, day, to),
  }));
  // A clock set forward can swallow a span whole.
  return merged(spans.filter(({ from, to }) => from < to));
}

const ordinaryHours = (calendar: BusinessCalendar, { year, month, day }: Day): readonly OpenHours[] =>
  calendar.hours[weekdays[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? 'sun'];

const momentOf = (zone: string, day: Day, minutes: number): number =>
  instantOf({ ...day, hour: 0, minute: minutes }, zone);

/** In order, and without counting twice what two spans share. */
function merged(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last === undefined || span.from > last.to) result.push(span);
    else result[result.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
  }
  return result;
}
