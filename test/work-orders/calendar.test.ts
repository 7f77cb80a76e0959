import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BusinessCalendar, isOpen, nextClosing, nextOpening } from '../../src/work-orders/calendar.ts';
import { dueTimes } from '../../src/work-orders/service-level.ts';
import {
  addBusinessTime,
  berlin,
  businessTimeBetween,
  calendars,
  moments,
  never,
  nine,
  week,
} from './calendars.ts';

const hour = 3_600_000;
const at = (text: string): number => Date.parse(text);
const text = (moment: number): string => new Date(moment).toISOString();

const amounts = fc.integer({ min: 0, max: 200 * hour });

describe('business time', () => {
  it('added and measured agree, over every change of the clocks', () => {
    fc.assert(
      fc.property(calendars, moments, amounts, (calendar, from, amount) => {
        const to = addBusinessTime(calendar, from, amount);
        expect(to).toBeGreaterThanOrEqual(from);
        expect(businessTimeBetween(calendar, from, to)).toBe(amount);
      }),
    );
  });

  it('can be added in two steps', () => {
    fc.assert(
      fc.property(calendars, moments, amounts, amounts, (calendar, from, one, other) => {
        const steps = addBusinessTime(calendar, addBusinessTime(calendar, from, one), other);
        expect(steps).toBe(addBusinessTime(calendar, from, one + other));
      }),
    );
  });

  it('between two moments is the sum over one between them, and negative backwards', () => {
    fc.assert(
      fc.property(calendars, moments, moments, moments, (calendar, a, b, c) => {
        const sum = businessTimeBetween(calendar, a, b) + businessTimeBetween(calendar, b, c);
        expect(businessTimeBetween(calendar, a, c)).toBe(sum);
      }),
    );
  });

  it('passes only while it is open, and opens exactly at the next opening', () => {
    fc.assert(
      fc.property(calendars, moments, (calendar, from) => {
        const opens = nextOpening(calendar, from);
        expect(opens).toBeDefined();
        expect(isOpen(calendar, opens ?? 0)).toBe(true);
        expect(isOpen(calendar, from)).toBe(opens === from);
        expect(businessTimeBetween(calendar, from, opens ?? 0)).toBe(0);
      }),
    );
  });

  it('knows the hour that is missing in spring and the one that comes twice in autumn', () => {
    const nights: BusinessCalendar = { ...berlin, hours: { ...week, sun: [{ from: 60, to: 240 }] } };
    const length = (date: string) =>
      businessTimeBetween(nights, at(`${date}T12:00Z`) - 24 * hour, at(`${date}T12:00Z`)) / hour;
    expect([length('2026-03-29'), length('2026-04-05'), length('2026-10-25')]).toEqual([2, 3, 4]);
  });

  it('counts a half day by its hours and a holiday not at all', () => {
    const noon = addBusinessTime(berlin, at('2026-12-24T09:00+01:00'), 3 * hour);
    expect(text(noon)).toBe('2026-12-24T11:00:00.000Z');
    expect(text(addBusinessTime(berlin, noon, hour))).toBe('2026-12-28T09:00:00.000Z');
  });

  it('tells when it opens and closes', () => {
    expect(text(nextOpening(berlin, at('2026-11-20T18:00+01:00')) ?? 0)).toBe('2026-11-23T08:00:00.000Z');
    expect(text(nextClosing(berlin, at('2026-11-20T10:00+01:00')) ?? 0)).toBe('2026-11-20T17:00:00.000Z');
  });

  it('does not count shared hours twice', () => {
    const twice: BusinessCalendar = { ...berlin, hours: { ...week, mon: [...nine, { from: 540, to: 600 }] } };
    expect(businessTimeBetween(twice, at('2026-11-23T00:00Z'), at('2026-11-24T00:00Z'))).toBe(9 * hour);
  });

  it('says so when it never opens', () => {
    expect(nextOpening(never, 0)).toBeUndefined();
    expect(isOpen(never, 0)).toBe(false);
    expect(() => addBusinessTime(never, 0, 1)).toThrow(/give at least one weekday/);
    expect(() => addBusinessTime(berlin, 0, -1)).toThrow(RangeError);
  });
});

describe('dueTimes', () => {
  const level = { firstResponseHours: [24, 48], resolutionDays: [3, 5] } as const;
  const due = (moment: string, calendar: BusinessCalendar | undefined = berlin) => {
    const times = dueTimes(level, at(moment), calendar);
    return [text(times.firstResponseDue), text(times.resolutionDue)];
  };

  it('counts plain hours within a working week', () => {
    expect(due('2026-11-16T10:00+01:00')).toEqual(['2026-11-18T09:00:00.000Z', '2026-11-23T17:00:00.000Z']);
  });

  it('stands still over a weekend', () => {
    expect(due('2026-11-20T10:00+01:00')).toEqual(['2026-11-24T09:00:00.000Z', '2026-11-27T17:00:00.000Z']);
    expect(due('2026-11-21T15:00+01:00')[0]).toBe('2026-11-24T23:00:00.000Z');
  });

  it('skips holidays', () => {
    expect(due('2026-12-23T10:00+01:00')).toEqual(['2026-12-28T09:00:00.000Z', '2026-12-31T17:00:00.000Z']);
  });

  it('keeps the hour on the wall when the clocks change on a day off', () => {
    expect(due('2026-03-27T10:00+01:00')[0]).toBe('2026-03-31T08:00:00.000Z');
  });

  it('counts every day without a calendar, or with one that never opens', () => {
    const plain = ['2026-11-23T10:00:00.000Z', '2026-11-26T10:00:00.000Z'];
    expect(due('2026-11-21T10:00Z', never)).toEqual(plain);
    const times = dueTimes(level, at('2026-11-21T10:00Z'), undefined);
    expect([text(times.firstResponseDue), text(times.resolutionDue)]).toEqual(plain);
  });

  it('is never before the filing and never due sooner for a later filing', () => {
    fc.assert(
      fc.property(calendars, moments, fc.nat(72 * hour), (calendar, filed, later) => {
        const [first, second] = [dueTimes(level, filed, calendar), dueTimes(level, filed + later, calendar)];
        expect(first.firstResponseDue).toBeGreaterThanOrEqual(filed + 48 * hour);
        expect(first.resolutionDue).toBeGreaterThan(filed);
        expect(second.firstResponseDue).toBeGreaterThanOrEqual(first.firstResponseDue);
        expect(second.resolutionDue).toBeGreaterThanOrEqual(first.resolutionDue);
      }),
    );
  });
});
