import { afterEach, describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/notifications/outbox.ts';
import { startRelay } from '../../src/notifications/relay.ts';
import { timerHandlers } from '../../src/notifications/timers/timer-handlers.ts';
import { addDeliveries } from '../../src/storage/outbox.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { ann, DAY, HOUR, realTimes } from '../storage/desk-clock.ts';
import { benchOn, ENGINES } from '../storage/engines.ts';
import { AT, aFiling, aTurn, numberIn } from '../storage/turns.ts';
import { aRow, quietLog } from './rows.ts';

const stops: (() => Promise<void>)[] = [];

/** A clock that is set like a machine's. */
function settable(at: number) {
  let now = at;
  const set = (byMs: number): void => {
    now += byMs;
  };
  return { now: () => now, set };
}

/** Waits for what the relay does by itself. */
async function until(happened: () => Promise<boolean>): Promise<void> {
  while (!(await happened())) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe.each(ENGINES)('when the clock jumps, on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  const desk = async ({ escalateOnBreach = false } = {}) => {
    const clock = settable(AT);
    const storage = await open(await freshUrl(), { ...realTimes, now: clock.now });
    const sent: string[] = [];
    const handlers = {
      ...timerHandlers(storage.timedWorkOrders, () => ({ escalateOnBreach }), clock.now),
      note: async ({ id }: Delivery) => {
        sent.push(id);
        return { kind: 'done' } as const;
      },
    };
    const run = (owner = 'relay') => {
      const relay = startRelay({
        ...{ outbox: storage.outbox, onOutbox: storage.database.onOutbox, handlers, owner, now: clock.now },
        // What comes of two timers at once is tried again: at once here.
        ...{ random: () => 0, log: quietLog(), pollMs: 5 },
      });
      stops.push(relay.stop);
      return relay;
    };
    return { ...{ storage, clock, sent, run }, file: () => filed(storage, clock.now()) };
  };

  const filed = async ({ ledger }: Storage, at: number): Promise<string> =>
    numberIn(await ledger.commit(aTurn({ at, commands: [aFiling('f')] })));
  const changes = async ({ ledger }: Storage, number: string): Promise<readonly string[]> =>
    (await ledger.history(ann.id, number)).slice(1).map(({ change }) => change.kind);
  const timersWaiting = async ({ outbox }: Storage, kind: string): Promise<number> =>
    (await outbox.list({ state: 'waiting', kinds: [kind], limit: 10 })).length;

  it('past a warning and its breach, the breach is told once and the warning of it not at all', async () => {
    const { storage, clock, run, file } = await desk();
    const number = await file();
    clock.set(5 * HOUR);
    run();
    // Both are taken at once, and either may be done first.
    const waiting = (kind: string) => timersWaiting(storage, `timer.sla-${kind}`);
    await until(async () => (await waiting('breach')) === 1 && (await waiting('warning')) === 1);
    expect(await changes(storage, number)).toEqual(['breached']);
  });

  it('past both promises at once, each breach is told once', async () => {
    const { storage, clock, run, file } = await desk({ escalateOnBreach: true });
    const number = await file();
    clock.set(30 * DAY);
    run();
    // The second may meet the first in the act: then it is tried again in some seconds, here by the clock.
    await until(async () => {
      clock.set(1000);
      return (await timersWaiting(storage, 'timer.sla-breach')) === 0;
    });
    expect((await changes(storage, number)).toSorted()).toEqual([
      ...['breached', 'breached', 'escalated', 'escalated'],
    ]);
  });

  it('forwards and back again, nothing is told twice', async () => {
    const { storage, clock, run, file } = await desk();
    const number = await file();
    clock.set(5 * HOUR);
    run();
    await until(async () => (await timersWaiting(storage, 'timer.sla-breach')) === 1);
    clock.set(-5 * HOUR);
    await relayed(storage, clock.now(), 1);
    clock.set(6 * HOUR);
    await relayed(storage, clock.now(), 2);
    expect(await changes(storage, number)).toEqual(['breached']);
  });

  it('back, what is to be told at once is told at once, and what failed is tried again', async () => {
    const { storage, clock, run, sent } = await desk();
    const relay = run('first');
    await relayed(storage, clock.now(), 1);
    await relay.stop();
    await written(storage, clock.now(), 2);
    const [failing] = await storage.outbox.claim({ ...claim, owner: 'failing' });
    if (failing === undefined) throw new Error('Expected a delivery');
    await storage.outbox.fail(failing, { error: 'away', notBefore: clock.now() + 3000 });
    await written(storage, clock.now(), 3);
    run('second');
    await until(async () => sent.includes('row/0003'));
    clock.set(-DAY);
    await until(async () => sent.includes('row/0002'));
    expect(sent).toEqual(['row/0001', 'row/0003', 'row/0002']);
  });

  it('back while no relay runs, the next one tells at once what was to be told, and frees what was held', async () => {
    const { storage, clock, run, sent } = await desk();
    await written(storage, clock.now(), 1);
    const killed = await storage.outbox.claim({ ...claim, owner: 'killed' });
    expect(killed).toHaveLength(1);
    await written(storage, clock.now(), 2);
    clock.set(-7 * DAY);
    run();
    await until(async () => sent.length === 2);
    expect(sent.toSorted()).toEqual(['row/0001', 'row/0002']);
  });

  it('back, timers keep the times that were promised', async () => {
    const { storage, clock, run, file, sent } = await desk();
    clock.set(DAY);
    const number = await file();
    clock.set(-DAY);
    run();
    await relayed(storage, clock.now(), 1);
    expect(sent).toEqual(['row/0001']);
    expect(await changes(storage, number)).toEqual([]);
    clock.set(DAY + 5 * HOUR);
    await until(async () => (await timersWaiting(storage, 'timer.sla-breach')) === 1);
    expect(await changes(storage, number)).toEqual(['breached']);
  });
});

const claim = { kinds: ['note'], limit: 1, leaseMs: 60_000 };

const written = ({ database }: Storage, at: number, n: number): Promise<void> =>
  database.transaction('full', (tx) => addDeliveries(tx, [aRow(n)], at));

/** Writes a note and waits until it is told: by then the relay has seen the clock as it stands. */
async function relayed(storage: Storage, at: number, n: number): Promise<void> {
  await written(storage, at, n);
  await until(async () => {
    const waiting = await storage.outbox.list({ state: 'waiting', kinds: ['note'], limit: 10 });
    return waiting.length === 0;
  });
}
