import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/notifications/outbox.ts';
import type { OutboxStore } from '../../src/storage/outbox.ts';
import { aRow, enqueued } from '../notifications/rows.ts';
import { benchOn, ENGINES } from './engines.ts';

/** Ahead of the rows' own times, however long the opening takes. */
const DAY = 86_400_000;
const claim = { owner: 'a', kinds: ['note'], limit: 10, leaseMs: 1000 };

async function only(outbox: OutboxStore, owner = 'a'): Promise<Delivery> {
  const [one, ...others] = await outbox.claim({ ...claim, owner });
  if (one === undefined || others.length > 0) throw new Error('Expected one claimed row');
  return one;
}

describe.each(ENGINES)('the outbox on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);
  const opened = async () => {
    const clock = { at: Date.now() + DAY };
    const storage = await open(await freshUrl(), { now: () => clock.at });
    return { clock, storage, outbox: storage.outbox };
  };

  it('gives what is due, the longest due first, and only what somebody can handle', async () => {
    const { clock, storage, outbox } = await opened();
    await enqueued(storage, [
      aRow(1, { notBefore: clock.at - 10 }),
      aRow(2, { notBefore: clock.at - 20 }),
      aRow(3, { notBefore: clock.at + 1 }),
      aRow(4, { kind: 'from-a-newer-version' }),
    ]);
    const claimed = await outbox.claim(claim);
    expect(claimed.map(({ payload }) => payload)).toEqual([{ n: 2 }, { n: 1 }]);
    expect(await outbox.claim(claim)).toEqual([]);
  });

  it('writes a delivery once under one id', async () => {
    const { storage, outbox } = await opened();
    await enqueued(storage, [aRow(1)]);
    await enqueued(storage, [aRow(1, { payload: { n: 'another' } })]);
    expect((await only(outbox)).payload).toEqual({ n: 1 });
  });

  it('gives what a dead relay held to the next one, and lets the late one change nothing', async () => {
    const { clock, storage, outbox } = await opened();
    await enqueued(storage, [aRow(1)]);
    const slow = await only(outbox, 'slow');
    expect(await outbox.claim({ ...claim, owner: 'quick' })).toEqual([]);
    clock.at += 1001;
    const quick = await only(outbox, 'quick');
    expect(quick).toMatchObject({ id: slow.id, attempt: 2 });

    expect(await outbox.complete(slow, [aRow(9)])).toBe('lost');
    expect(await outbox.fail(slow, { error: 'late', notBefore: 0 })).toBe('lost');
    expect(await outbox.dead(slow, 'late')).toBe('lost');
    expect(await outbox.renew(slow, 1000)).toBe('lost');
    expect(await outbox.list({ state: 'waiting', limit: 10 })).toMatchObject([
      { id: slow.id, error: undefined },
    ]);

    expect(await outbox.complete(quick)).toBe('settled');
    expect(await outbox.complete(quick)).toBe('lost');
  });

  it('tells the claims of one owner apart: only the newest counts', async () => {
    const { clock, storage, outbox } = await opened();
    await enqueued(storage, [aRow(1)]);
    const first = await only(outbox);
    clock.at += 1001;
    const second = await only(outbox);
    expect(await outbox.complete(first)).toBe('lost');
    expect(await outbox.complete(second)).toBe('settled');
  });

  it('holds what is renewed', async () => {
    const { clock, storage, outbox } = await opened();
    await enqueued(storage, [aRow(1)]);
    const held = await only(outbox);
    clock.at += 900;
    expect(await outbox.renew(held, 1000)).toBe('settled');
    clock.at += 900;
    expect(await outbox.claim(claim)).toEqual([]);
  });

  it('settles and writes what follows as one', async () => {
    const { storage, outbox } = await opened();
    await enqueued(storage, [aRow(1)]);
    await outbox.complete(await only(outbox), [aRow(2), aRow(3)]);
    expect((await outbox.list({ state: 'done', limit: 10 })).map(({ id }) => id)).toEqual(['row/0001']);
    expect(await outbox.claim(claim)).toHaveLength(2);
  });

  it('shows dead letters with their last error and begins anew when asked', async () => {
    const { clock, storage, outbox } = await opened();
    await enqueued(storage, [aRow(1, { payload: { destination: 'webhook-1' } })]);
    await outbox.fail(await only(outbox), { error: 'HTTP 500', notBefore: clock.at + 10 });
    expect(await outbox.retry('row/0001')).toBe('not-dead');
    expect(await outbox.retry('row/0002')).toBe('not-found');
    clock.at += 11;
    await outbox.disable('webhook-1');
    await outbox.disable('webhook-1');
    expect(await outbox.dead(await only(outbox), 'HTTP 410')).toBe('settled');
    expect(await outbox.claim(claim)).toEqual([]);
    const dead = { id: 'row/0001', kind: 'note', state: 'dead', attempt: 2, error: 'HTTP 410' };
    expect(await outbox.list({ state: 'dead', limit: 10 })).toMatchObject([dead]);
    expect(await outbox.list({ state: 'dead', kinds: ['email'], limit: 10 })).toEqual([]);
    expect(await outbox.isDisabled('webhook-1')).toBe(true);

    expect(await outbox.retry('row/0001')).toBe('retried');
    expect(await outbox.isDisabled('webhook-1')).toBe(false);
    expect(await only(outbox)).toMatchObject({ id: 'row/0001', attempt: 1 });
  });

  it('drops what was delivered long ago, never what is dead or waits', async () => {
    const { clock, storage, outbox } = await opened();
    await enqueued(storage, [aRow(1), aRow(2), aRow(3, { notBefore: clock.at + 1 })]);
    const [one, two] = await outbox.claim(claim);
    if (one !== undefined) await outbox.complete(one);
    if (two !== undefined) await outbox.dead(two, 'gone');
    await storage.sweep();
    expect(await outbox.list({ state: 'done', limit: 10 })).toHaveLength(1);
    clock.at += 31 * 86_400_000;
    await storage.sweep();
    expect(await outbox.list({ state: 'done', limit: 10 })).toEqual([]);
    expect(await outbox.list({ state: 'dead', limit: 10 })).toHaveLength(1);
    expect(await outbox.list({ state: 'waiting', limit: 10 })).toHaveLength(1);
  });

  it('rings after a commit that wrote, and not after others or one that was undone', async () => {
    const { storage } = await opened();
    let rings = 0;
    const stop = storage.database.onOutbox(() => rings++);
    await storage.sweep();
    const undone = storage.database.transaction('full', async (tx) => {
      await tx.selectFrom('outbox').select('id').execute();
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(rings).toBe(0);
    await enqueued(storage, [aRow(1)]);
    expect(rings).toBe(1);
    stop();
    await enqueued(storage, [aRow(2)]);
    expect(rings).toBe(1);
  });
});

describe('two relays on postgres', () => {
  const { freshUrl, open } = benchOn('postgres');

  it('never hold the same row at the same time', async () => {
    const url = await freshUrl();
    const [one, two] = [await open(url), await open(url)];
    await enqueued(
      one,
      Array.from({ length: 400 }, (_, n) => aRow(n)),
    );
    const held = new Map<string, string>();
    const drain = async ({ outbox }: typeof one, owner: string): Promise<number> => {
      for (let mine = 0; ; ) {
        const claimed = await outbox.claim({ ...claim, owner, limit: 3, leaseMs: 60_000 });
        if (claimed.length === 0) return mine;
        for (const { id } of claimed) {
          expect(held.get(id)).toBeUndefined();
          held.set(id, owner);
        }
        mine += claimed.length;
      }
    };
    // Four at once on each, as a relay's slots are.
    const drained = await Promise.all(
      ['a', 'b', 'c', 'd'].flatMap((owner) => [drain(one, `1${owner}`), drain(two, `2${owner}`)]),
    );
    expect(drained.reduce((sum, n) => sum + n, 0)).toBe(400);
    expect(new Set([...held.values()].map((owner) => owner[0]))).toEqual(new Set(['1', '2']));
  });
});
