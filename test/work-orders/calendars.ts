import fc from 'fast-check';
import { addOver, type BusinessCalendar, openSpans, timeOver } from '../../src/work-orders/calendar.ts';

export const addBusinessTime = (calendar: BusinessCalendar, at: number, amount: number): number =>
  addOver(openSpans(calendar, at), at, amount);

/** Negative when `to` comes first. */
export const businessTimeBetween = (calendar: BusinessCalendar, from: number, to: number): number =>
  to < from ? 0 - businessTimeBetween(calendar, to, from) : timeOver(openSpans(calendar, from), from, to);

export const nine = [{ from: 9 * 60, to: 18 * 60 }];
export const week = { mon: nine, tue: nine, wed: nine, thu: nine, fri: nine, sat: [], sun: [] };
/** Weekdays from 9 to 18, a half day on Christmas Eve. */
export const berlin: BusinessCalendar = {
  zone: 'Europe/Berlin',
  hours: week,
  holidays: { '2026-12-24': [{ from: 540, to: 720 }], '2026-12-25': [] },
};
export const never: BusinessCalendar = {
  zone: 'UTC',
  hours: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] },
  holidays: {},
};

// Half days on days on which clocks are set, and on a leap day.
const halfDays = {
  '2026-03-29': [{ from: 90, to: 240 }],
  '2026-10-25': [{ from: 60, to: 240 }],
  '2028-02-29': [{ from: 540, to: 720 }],
};
// Zones whose clocks are set at 02:00, at midnight, by half an hour, and not at all.
const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Asia/Kolkata',
];
const spans = fc
  .uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 2, maxLength: 4 })
  .map((ends) => ends.toSorted((a, b) => a - b))
  .map((ends) =>
    ends.flatMap((from, place) =>
      place % 2 === 0 && ends[place + 1] !== undefined ? [{ from, to: ends[place + 1] ?? from }] : [],
    ),
  );
const day = fc.oneof(spans, fc.constant([]));
export const calendars: fc.Arbitrary<BusinessCalendar> = fc.record({
  zone: fc.constantFrom(...zones),
  hours: fc.record({ mon: spans, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day }),
  holidays: fc.constantFrom({}, { '2026-03-29': [], '2026-10-26': [] }, halfDays),
});
// From before spring's change to after autumn's.
export const moments = fc.integer({ min: Date.UTC(2026, 2, 1), max: Date.UTC(2026, 10, 15) });
/** Of twenty years, with what every change of the clocks and leap day brings. */
export const years = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) });
