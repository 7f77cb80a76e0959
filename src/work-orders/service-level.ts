import { addOver, type BusinessCalendar, businessDays } from './calendar.ts';
import type { ServiceLevel } from './work-order.ts';

/** Epoch milliseconds. */
export interface DueTimes {
  readonly firstResponseDue: number;
  readonly resolutionDue: number;
}

const hourMs = 3_600_000;

/**
 * By when a work order filed at `at` is answered and solved, at the latest. The first response is
 * promised in plain hours, which stand still on days off; the resolution in business days after the
 * day of filing, until the desk closes. Without a calendar, or with one that never opens, every day counts.
 */
export function dueTimes(level: ServiceLevel, at: number, calendar: BusinessCalendar | undefined): DueTimes {
  const hours = level.firstResponseHours[1];
  const days = level.resolutionDays[1];
  if (calendar === undefined || businessDays(calendar, at).next().done === true)
    return { firstResponseDue: at + hours * hourMs, resolutionDue: at + days * 24 * hourMs };
  return {
    firstResponseDue: addOver(businessDays(calendar, at), at, hours * hourMs),
    resolutionDue: closingAfter(calendar, at, days),
  };
}

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
