import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pinType } from '../../src/storage/pinned-types.ts';
import { bindRequester } from '../../src/storage/requester-bindings.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { toEvent, toWorkOrder } from '../../src/storage/work-order-rows.ts';
import type { Act } from '../../src/work-orders/lifecycle.ts';
import { project } from '../../src/work-orders/projection.ts';
import { ann, deskClock, eve, HOUR, realTimes } from './desk-clock.ts';
import { benchOn, ENGINES } from './engines.ts';
import { lostCard } from './lost-card.ts';

const reply: Act = { kind: 'comment', text: 'We look into it.', audience: 'requester' };

async function rowOf({ database }: Storage, number: string) {
  const rows = database.db.selectFrom('work_orders').selectAll().where('number', '=', number);
  return toWorkOrder(await rows.executeTakeFirstOrThrow());
}

async function eventsOf({ database }: Storage, number: string) {
  const rows = database.db.selectFrom('work_order_events').selectAll().where('number', '=', number);
  return (await rows.orderBy('version').execute()).map(toEvent);
}

describe.each(ENGINES)('acts on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);

  it('are refused with what is allowed, stale, or about nothing', async () => {
    const { file, act } = deskClock(await open(await freshUrl(), realTimes));
    const number = await file();
    expect(await act(number, eve, { kind: 'withdraw' })).toMatchObject({
      kind: 'refused',
      workOrder: { number, status: 'new' },
      allowed: { moves: ['open', 'pending', 'on-hold', 'resolved', 'closed'] },
    });
    expect(await act(number, eve, reply, 2)).toEqual({ kind: 'stale', version: 1 });
    expect(await act(number, eve, reply, 1)).toMatchObject({ kind: 'done', workOrder: { version: 3 } });
    expect(await act('WO-NONE-NONE', eve, reply)).toEqual({ kind: 'not-found' });
  });

  it('that race for one version: one wins', async () => {
    const url = await freshUrl();
    const [one, other] = [deskClock(await open(url, realTimes)), deskClock(await open(url, realTimes))];
    const number = await one.file();
    const outcomes = await Promise.all([one.act(number, eve, reply, 1), other.act(number, eve, reply, 1)]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['done', 'stale']);
  });

  it('write one row for all their events, known by the first', async () => {
    const storage = await open(await freshUrl(), realTimes);
    const { file, act } = deskClock(storage);
    const number = await file();
    await act(number, eve, { kind: 'ask', text: 'Which card?' });
    const row = await storage.database.db
      .selectFrom('outbox')
      .select(['kind', 'payload'])
      .where('id', '=', `${number}/2`)
      .executeTakeFirstOrThrow();
    expect(row.kind).toBe('work-order.asked');
    expect(JSON.parse(row.payload)).toEqual({ number, firstVersion: 2, lastVersion: 3 });
  });

  it('escalate to the queue of the type and promise its time at the higher priority', async () => {
    const storage = await open(await freshUrl(), realTimes);
    await pinType(storage.database.db, lostCard);
    const { file, act, now } = deskClock(storage);
    const number = await file();
    const outcome = await act(number, ann, { kind: 'escalate', reason: 'I travel tomorrow' });
    expect(outcome).toMatchObject({
      workOrder: { priority: 'high', queue: 'seniors', firstResponseDue: now() + HOUR },
      events: [{ change: { kind: 'escalated', queue: { to: 'seniors' } } }, { change: { kind: 'due' } }],
    });
  });

  it('of somebody who was let in are done, and nobody else is', async () => {
    const storage = await open(await freshUrl(), realTimes);
    const number = await deskClock(storage).file();
    await bindRequester(storage.database.db, 'web/tablet', 'web/ann');
    await bindRequester(storage.database.db, 'web/tablet', 'web/ann');
    expect(await storage.ledger.list('web/tablet')).toMatchObject([{ number }]);
    expect(await storage.ledger.history('web/tablet', number)).toHaveLength(1);
    // A binding goes one way, and no further than one step.
    await bindRequester(storage.database.db, 'web/mallory', 'web/tablet');
    expect(await storage.ledger.list('web/mallory')).toEqual([]);
    expect(await storage.ledger.history('web/mallory', number)).toEqual([]);
  });

  it('leave the work order as its events project it, whatever is done', async () => {
    const storage = await open(await freshUrl(), realTimes);
    const desk = deskClock(storage);
    await pinType(storage.database.db, lostCard);
    const acts = fc.array(
      fc.tuple(fc.constantFrom(eve, ann), fc.constantFrom(...someActs), fc.nat(60 * HOUR)),
      {
        minLength: 3,
        maxLength: 12,
      },
    );
    for (const [run, sequence] of fc.sample(acts, { numRuns: 12, seed: 7 }).entries()) {
      const number = await desk.file(`f${run}`);
      const filed = await rowOf(storage, number);
      for (const [actor, act, later] of sequence) {
        await desk.pass(later);
        await desk.act(number, actor, act);
      }
      const events = await eventsOf(storage, number);
      expect(events.map(({ version }) => version)).toEqual(events.map((_, index) => index + 1));
      expect(await rowOf(storage, number)).toEqual(events.slice(1).reduce(project, filed));
    }
  });
});

const someActs: readonly Act[] = [
  reply,
  { kind: 'comment', text: 'Between us', audience: 'staff' },
  { kind: 'ask', text: 'Which card?' },
  { kind: 'escalate', reason: 'Too slow' },
  { kind: 'reopen', reason: 'Not yet' },
  { kind: 'move', to: 'on-hold' },
  { kind: 'move', to: 'resolved', reason: 'Sent' },
  { kind: 'move', to: 'closed' },
  { kind: 'assign', to: 'eve' },
  { kind: 'assign', to: undefined },
  { kind: 'prioritise', priority: 'urgent', reason: 'A fraud' },
  { kind: 'route', queue: 'fraud' },
  { kind: 'retype', type: 'fraud', typeTitle: 'Fraud', typeHash: 'def' },
  { kind: 'rate', score: 2 },
  { kind: 'rate', score: 5, comment: 'Quick' },
  { kind: 'refer', system: 'zendesk', reference: '#1' },
  { kind: 'withdraw' },
];
