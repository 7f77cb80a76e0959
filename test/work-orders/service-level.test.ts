import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueAfter, dueTimes, serviceLevelOf, warnAt } from '../../src/work-orders/service-level.ts';
import type { ServiceLevel, WorkOrder } from '../../src/work-orders/work-order.ts';
import { berlin, businessTimeBetween, calendars, never, years } from './calendars.ts';
import { aWorkOrder } from './work-orders.ts';

const hour = 3_600_000;
const day = 24 * hour;
const at = (text: string): number => Date.parse(text);
const text = (moment: number): string => new Date(moment).toISOString();
const level: ServiceLevel = { firstResponseHours: [24, 48], resolutionDays: [3, 5] };
const faster: ServiceLevel = { firstResponseHours: [1, 4], resolutionDays: [1, 1] };

const filed = (moment: number, calendar = berlin): WorkOrder =>
  aWorkOrder({ filedAt: moment, ...dueTimes(level, moment, calendar) });

/** Waits for the requester from one moment to another. */
function waited(workOrder: WorkOrder, from: number, to: number, calendar = berlin): WorkOrder {
  const pending: WorkOrder = { ...workOrder, status: 'pending', pausedAt: from };
  const open: WorkOrder = { ...pending, status: 'open', pausedAt: undefined };
  return { ...open, ...dueAfter(pending, open, to, calendar, level) };
}

describe('a service level', () => {
  it('is the one of its priority, else that of the type', () => {
    const type = { serviceLevel: level, serviceLevels: { urgent: faster } };
    expect([serviceLevelOf(type, 'urgent'), serviceLevelOf(type, 'high')]).toEqual([faster, level]);
  });

  it('goes on with the opening time that was left when it was stopped', () => {
    // Monday to Monday: due on the day after next at closing time, asked a day before that.
    const monday = filed(at('2026-11-16T10:00+01:00'));
    expect(text(monday.resolutionDue)).toBe('2026-11-23T17:00:00.000Z');
    const answered = waited(monday, at('2026-11-20T15:00+01:00'), at('2026-12-02T12:00+01:00'));
    // Three hours of Friday and nine of Monday: six on Wednesday, six on Thursday.
    expect(text(answered.resolutionDue)).toBe('2026-12-03T14:00:00.000Z');
  });

  it('does not move what was overdue already, nor a first response that was given', () => {
    const one = { ...filed(at('2026-11-16T10:00+01:00')), respondedAt: at('2026-11-16T11:00+01:00') };
    const late = waited(one, at('2026-11-30T10:00+01:00'), at('2026-12-02T12:00+01:00'));
    expect(late).toMatchObject({ resolutionDue: one.resolutionDue, firstResponseDue: one.firstResponseDue });
    const early = waited(one, at('2026-11-16T12:00+01:00'), at('2026-11-18T12:00+01:00'));
    expect(early.firstResponseDue).toBe(one.firstResponseDue);
  });

  it('counts every hour where the desk never opens', () => {
    const one = filed(at('2026-11-16T10:00Z'), never);
    const answered = waited(one, at('2026-11-17T10:00Z'), at('2026-11-19T10:00Z'), never);
    expect(answered.resolutionDue - one.resolutionDue).toBe(2 * day);
  });

  it('is promised anew at a higher priority and for another type, and never taken back', () => {
    const one = filed(at('2026-11-16T10:00+01:00'));
    const raise = (changed: Partial<WorkOrder>, promised: ServiceLevel) =>
      text(
        dueAfter(one, { ...one, ...changed }, at('2026-11-17T10:00+01:00'), berlin, promised).resolutionDue,
      );
    expect(raise({ priority: 'high' }, faster)).toBe('2026-11-18T17:00:00.000Z');
    expect(raise({ typeHash: 'other' }, faster)).toBe('2026-11-18T17:00:00.000Z');
    expect(raise({ priority: 'high' }, level)).toBe(text(one.resolutionDue));
    expect(raise({ priority: 'low' }, faster)).toBe(text(one.resolutionDue));
  });

  it('loses no opening time and gains none, however often it is stopped, over twenty years', () => {
    const waits = fc.array(fc.tuple(fc.nat(3 * day), fc.nat(20 * day)), { maxLength: 5 });
    fc.assert(
      fc.property(calendars, years, waits, (calendar, moment, pauses) => {
        let workOrder = filed(moment, calendar);
        const promised = businessTimeBetween(calendar, moment, workOrder.resolutionDue);
        let [now, stopped] = [moment, 0];
        for (const [running, waiting] of pauses) {
          if (now + running >= workOrder.resolutionDue) break;
          const next = waited(workOrder, now + running, now + running + waiting, calendar);
          expect(next.resolutionDue).toBeGreaterThanOrEqual(workOrder.resolutionDue);
          expect(next.firstResponseDue).toBeGreaterThanOrEqual(workOrder.firstResponseDue);
          stopped += businessTimeBetween(calendar, now + running, now + running + waiting);
          now += running + waiting;
          workOrder = next;
        }
        const used = businessTimeBetween(calendar, moment, workOrder.resolutionDue) - stopped;
        expect(used).toBe(promised);
      }),
    );
  });

  it('moves nothing while the clock runs', () => {
    fc.assert(
      fc.property(calendars, years, fc.nat(20 * day), (calendar, moment, later) => {
        const one = filed(moment, calendar);
        const { firstResponseDue, resolutionDue } = one;
        expect(dueAfter(one, { ...one, status: 'on-hold' }, moment + later, calendar, level)).toEqual({
          firstResponseDue,
          resolutionDue,
        });
      }),
    );
  });

  it('warns so many opening hours before, at once where fewer are left, and never after it is due', () => {
    fc.assert(
      fc.property(calendars, years, fc.nat(100), (calendar, now, warnHours) => {
        const due = dueTimes(level, now, calendar).resolutionDue;
        const warning = warnAt(due, now, warnHours, calendar);
        expect(warning).toBeGreaterThanOrEqual(now);
        expect(warning).toBeLessThanOrEqual(due);
        const left = businessTimeBetween(calendar, warning, due);
        expect(left).toBe(Math.min(warnHours * hour, businessTimeBetween(calendar, now, due)));
      }),
    );
  });
});
