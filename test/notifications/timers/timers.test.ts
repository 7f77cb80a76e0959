import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../../src/notifications/outbox.ts';
import { slaBreach } from '../../../src/notifications/timers/sla-breach.ts';
import type { TimedWorkOrders } from '../../../src/notifications/timers/timed-work-orders.ts';
import { ann, DAY, deskClock, eve, HOUR, realTimes } from '../../storage/desk-clock.ts';
import { benchOn, ENGINES } from '../../storage/engines.ts';

const reply = { kind: 'comment', text: 'We look into it.', audience: 'requester' } as const;
const resolve = { kind: 'move', to: 'resolved' } as const;

describe.each(ENGINES)('timers on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);
  const desk = async (settings = {}) => deskClock(await open(await freshUrl(), realTimes), settings);

  it('warn of both promises once and tell each breach once', async () => {
    const { file, pass, changes } = await desk();
    const number = await file();
    await pass(HOUR);
    // Four opening hours before the first response, which is promised in four.
    expect(await changes(number)).toEqual(['warned']);
    await pass(4 * HOUR);
    expect(await changes(number)).toEqual(['warned', 'breached']);
    await pass(30 * DAY);
    expect(await changes(number)).toEqual(['warned', 'breached', 'warned', 'breached']);
  });

  it('say nothing of a promise that was kept', async () => {
    const { file, pass, changes, act } = await desk();
    const number = await file();
    await act(number, eve, reply);
    await act(number, eve, resolve);
    await pass(3 * DAY);
    expect(await changes(number)).toEqual(['comment', 'status', 'status']);
  });

  it('escalate what is overdue where the desk wants it', async () => {
    const { file, pass, changes } = await desk({ escalateOnBreach: true });
    const number = await file();
    await pass(5 * HOUR);
    expect(await changes(number)).toEqual(['warned', 'breached', 'escalated']);
  });

  it('stand still while the requester is asked, remind once, and go on with what was left', async () => {
    const { file, pass, changes, act, now } = await desk();
    const number = await file();
    const asked = await act(number, eve, { kind: 'ask', text: 'Which city?' });
    await pass(10 * DAY);
    expect(await changes(number)).toEqual(['asked', 'status', 'reminded']);
    const answered = await act(number, ann, { ...reply, text: 'Berlin.' });
    expect(await changes(number)).toEqual(['asked', 'status', 'reminded', 'comment', 'status', 'due']);
    if (asked.kind !== 'done' || answered.kind !== 'done') throw new Error('Expected both to be done');
    expect(answered.workOrder.resolutionDue - now()).toBeGreaterThan(2 * DAY);
    await pass(30 * DAY);
    expect((await changes(number)).slice(6)).toEqual(['warned', 'breached']);
  });

  it('close what was resolved after the days of the desk, counted anew after a reopening', async () => {
    const { file, pass, act, changes } = await desk();
    const number = await file();
    await act(number, eve, resolve);
    await pass(6 * DAY);
    await act(number, ann, { kind: 'reopen', reason: 'Still the same' });
    await act(number, eve, resolve);
    await pass(6 * DAY);
    expect((await changes(number)).at(-1)).toBe('status');
    const before = (await changes(number)).length;
    await pass(DAY);
    expect((await changes(number)).length).toBe(before + 1);
    expect(await act(number, ann, reply)).toMatchObject({ kind: 'refused', workOrder: { status: 'closed' } });
  });

  it('do nothing for a withdrawn work order', async () => {
    const { file, pass, act, changes } = await desk();
    const number = await file();
    await act(number, ann, { kind: 'withdraw' });
    await pass(30 * DAY);
    expect(await changes(number)).toEqual(['status']);
  });
});

describe('a timer', () => {
  const delivery = (payload: unknown): Delivery => ({
    id: 'd',
    kind: 'timer.sla-breach',
    payload,
    attempt: 1,
    lease: { owner: 'o', fence: 1 },
  });
  const gone: TimedWorkOrders = { read: async () => undefined, act: async () => 'stale' };

  it('has nothing to do where the work order is gone', async () => {
    const outcome = await slaBreach(
      gone,
      () => true,
    )(delivery({ number: 'WO-1', target: 'resolution', due: 1 }));
    expect(outcome).toEqual({ kind: 'done' });
  });
});
