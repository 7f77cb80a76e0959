import { addOver, type BusinessCalendar, businessDays, openSpans, type Span, timeOver } from './calendar.ts';
import { type Priority, priorities, type ServiceLevel, type Target, type WorkOrder } from './work-order.ts';
import type { WorkOrderType } from './work-order-type.ts';

/** Epoch milliseconds. */
export interface DueTimes {
  readonly firstResponseDue: number;
  readonly resolutionDue: number;
}

export const targets: readonly Target[] = ['first-response', 'resolution'];

const hourMs = 3_600_000;
const everyDay: readonly Span[] = [{ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }];

/** What a type promises at a priority; `serviceLevels` is missing from definitions pinned long ago. */
export const serviceLevelOf = (
  type: Pick<WorkOrderType, 'serviceLevel' | 'serviceLevels'>,
  priority: Priority,
): ServiceLevel => type.serviceLevels?.[priority] ?? type.serviceLevel;

/**
 * By when a work order filed at `at` is answered and solved, at the latest. The first response is
 * promised in plain hours, which stand still on days off; the resolution in business days after the
 * day of filing, until the desk closes. Without a calendar, or with one that never opens, every day counts.
 */
export function dueTimes(level: ServiceLevel, at: number, calendar: BusinessCalendar | undefined): DueTimes {
  const hours = level.firstResponseHours[1];
  const days = level.resolutionDays[1];
  if (calendar === undefined || neverOpens(calendar, at))
    return { firstResponseDue: at + hours * hourMs, resolutionDue: at + days * 24 * hourMs };
  return {
    firstResponseDue: addOver(businessDays(calendar, at), at, hours * hourMs),
    resolutionDue: closingAfter(calendar, at, days),
  };
}

/**
 * The due times once `before` has become `after` at `at`. The time that was left when the clock was
 * stopped is left when it goes on. A higher priority or another type promises anew, `level` from now on;
 * what was promised before is never taken back.
 */
export function dueAfter(
  before: WorkOrder,
  after: WorkOrder,
  at: number,
  calendar: BusinessCalendar,
  level: ServiceLevel | undefined,
): DueTimes {
  const resumed = before.pausedAt !== undefined && after.pausedAt === undefined;
  const kept = resumed ? goneOn(after, before.pausedAt, at, calendar) : after;
  const promised =
    level === undefined || !isPromisedAnew(before, after) ? kept : dueTimes(level, at, calendar);
  return {
    // Once answered it is history.
    firstResponseDue:
      before.respondedAt === undefined
        ? Math.min(kept.firstResponseDue, promised.firstResponseDue)
        : after.firstResponseDue,
    resolutionDue: Math.min(kept.resolutionDue, promised.resolutionDue),
  };
}

const isPromisedAnew = (before: WorkOrder, after: WorkOrder): boolean =>
  after.typeHash !== before.typeHash ||
  priorities.indexOf(after.priority) > priorities.indexOf(before.priority);

const goneOn = (due: DueTimes, pausedAt: number, at: number, calendar: BusinessCalendar): DueTimes => ({
  firstResponseDue: shifted(due.firstResponseDue, pausedAt, at, (from) => promiseDays(calendar, from)),
  resolutionDue: shifted(due.resolutionDue, pausedAt, at, (from) => openTime(calendar, from)),
});

/** What was overdue already stays where it was. */
const shifted = (
  due: number,
  pausedAt: number,
  at: number,
  spans: (from: number) => Iterable<Span>,
): number => (due <= pausedAt ? due : addOver(spans(at), at, timeOver(spans(pausedAt), pausedAt, due)));

/** When staff are warned of a due time: so many opening hours before it, `now` when that has passed. */
export function warnAt(due: number, now: number, warnHours: number, calendar: BusinessCalendar): number {
  const left = timeOver(openTime(calendar, now), now, due) - warnHours * hourMs;
  return addOver(openTime(calendar, now), now, Math.max(0, left));
}

const neverOpens = (calendar: BusinessCalendar, at: number): boolean =>
  businessDays(calendar, at).next().done === true;

const promiseDays = (calendar: BusinessCalendar, at: number): Iterable<Span> =>
  neverOpens(calendar, at) ? everyDay : businessDays(calendar, at);

const openTime = (calendar: BusinessCalendar, at: number): Iterable<Span> =>
  neverOpens(calendar, at) ? everyDay : openSpans(calendar, at);

/** Closing time of the business day that comes `days` business days after the day of `at`. */
function closingAfter(calendar: BusinessCalendar, at: number, days: number): number {
  let left = Math.ceil(days);
  for (const { from, closes } of businessDays(calendar, at)) {
    // A day begun before the filing is the day of filing, not one after it.
    if (from > at) left--;
    if (left <= 0 && closes > at) return closes;
  }
  throw new RangeError(
    'The calendar opens too seldom for the service level: give more weekdays their hours.',
  );
}
