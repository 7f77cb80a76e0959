import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Handler, Handlers } from '../../src/notifications/handler.ts';
import type { Delivery } from '../../src/notifications/outbox.ts';
import { type Relay, type RelayOptions, startRelay } from '../../src/notifications/relay.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { benchOn, ENGINES } from '../storage/engines.ts';
import { aRow, enqueued, quietLog } from './rows.ts';

/** Until a handler calls it so many times. */
function times(n: number) {
  let left = n;
  let resolve: () => void = () => undefined;
  const reached = new Promise<void>((done) => {
    resolve = done;
  });
  return { reached, hit: () => void (--left === 0 && resolve()) };
}

const running: Relay[] = [];

function relayOn(storage: Storage, handlers: Handlers, more: Partial<RelayOptions> = {}) {
  const log = quietLog();
  const relay = startRelay({
    outbox: storage.outbox,
    onOutbox: storage.database.onOutbox,
    handlers,
    owner: 'relay',
    now: Date.now,
    random: () => 0,
    log,
    ...more,
  });
  running.push(relay);
  return { ...relay, log };
}

const done = { kind: 'done' } as const;

/** A delivery that succeeds when this is done. */
const doing =
  (work: (delivery: Delivery) => unknown): Handler =>
  async (delivery) => {
    await work(delivery);
    return done;
  };

/** No poll would come in the time of a test: what happens, the commit's bell has caused. */
const never = { pollMs: 3_600_000 };

describe.each(ENGINES)('the relay on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);
  // Hooks of after run backwards: the relay stops before its database closes.
  afterEach(async () => {
    for (const relay of running.splice(0)) await relay.stop();
  });

  it('sends what was written before it began, and at once what is committed after', async () => {
    const storage = await open(await freshUrl());
    await enqueued(storage, [aRow(1)]);
    const [before, after] = [times(1), times(2)];
    const sent: unknown[] = [];
    relayOn(
      storage,
      {
        note: doing(({ payload }) => {
          sent.push(payload);
          before.hit();
          after.hit();
        }),
      },
      never,
    );
    await before.reached;
    await enqueued(storage, [aRow(2)]);
    await after.reached;
    expect(sent).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('finds by looking what another process wrote', async () => {
    const url = await freshUrl();
    const [ours, theirs] = [await open(url), await open(url)];
    const found = times(1);
    relayOn(ours, { note: doing(found.hit) }, { pollMs: 20 });
    await enqueued(theirs, [aRow(1)]);
    await found.reached;
  });

  it('makes what follows from a delivery', async () => {
    const storage = await open(await freshUrl());
    const followed = times(3);
    relayOn(
      storage,
      {
        event: async () => ({ kind: 'done', also: [aRow(1), aRow(2), aRow(3)] }),
        note: doing(followed.hit),
      },
      never,
    );
    await enqueued(storage, [aRow(0, { kind: 'event' })]);
    await followed.reached;
  });

  it('drains more than its slots hold, each once', async () => {
    const storage = await open(await freshUrl());
    const all = times(50);
    const sent: string[] = [];
    await enqueued(
      storage,
      Array.from({ length: 50 }, (_, n) => aRow(n)),
    );
    relayOn(
      storage,
      {
        note: doing(({ id }) => {
          sent.push(id);
          all.hit();
        }),
      },
      never,
    );
    await all.reached;
    expect(new Set(sent).size).toBe(50);
    expect(sent).toHaveLength(50);
  });

  it('tries again later, tells why without what the error said, and gives up at the limit', async () => {
    // Ahead of the rows' own times, however long the opening takes.
    const clock = { at: Date.now() + 86_400_000 };
    const storage = await open(await freshUrl(), { now: () => clock.at });
    await enqueued(storage, [aRow(1)]);
    const attempts: number[] = [];
    const failing = async (): Promise<void> => {
      const { stop } = relayOn(
        storage,
        {
          note: async ({ attempt }) => {
            attempts.push(attempt);
            throw Object.assign(new TypeError('cannot reach anna@mail.example'), { code: 'ECONNREFUSED' });
          },
        },
        { ...never, now: () => clock.at },
      );
      await stop();
    };
    for (let n = 0; n < 14; n++) {
      await failing();
      const [waiting] = await storage.outbox.list({ state: 'waiting', limit: 1 });
      if (waiting === undefined) break;
      expect(waiting.error).toBe('TypeError ECONNREFUSED');
      expect(waiting.notBefore).toBeGreaterThan(clock.at);
      clock.at = waiting.notBefore;
    }
    expect(attempts).toEqual(Array.from({ length: 14 }, (_, n) => n + 1));
    expect(await storage.outbox.list({ state: 'dead', limit: 2 })).toMatchObject([
      { id: 'row/0001', attempt: 14, error: 'TypeError ECONNREFUSED' },
    ]);
  });

  it('does not begin again what is under way, though its lease has ended by a clock that was set forwards', async () => {
    let clock = Date.now();
    const storage = await open(await freshUrl(), { now: () => clock });
    await enqueued(storage, [aRow(1)]);
    const [begun, over] = [times(1), times(1)];
    const [made, looked] = [[] as string[], times(1)];
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const note: Handler = async ({ id }) => {
      made.push(id);
      if (made.length === 1) begun.hit();
      await held;
      over.hit();
      return done;
    };
    const outbox: RelayOptions['outbox'] = {
      ...storage.outbox,
      claim: async (claim) => {
        const claimed = await storage.outbox.claim(claim);
        if (made.length > 0) looked.hit();
        return claimed;
      },
    };
    relayOn(storage, { note }, { outbox, pollMs: 20, now: () => clock });
    await begun.reached;
    clock += 3_600_000;
    await looked.reached;
    letGo();
    await over.reached;
    await vi.waitFor(
      async () => expect(await storage.outbox.list({ state: 'waiting', limit: 10 })).toEqual([]),
      10_000,
    );
    expect(made).toEqual([aRow(1).id]);
  });

  it('waits as long as a handler asks, and gives up at once where it says so', async () => {
    const storage = await open(await freshUrl());
    const both = times(2);
    const { stop, log } = relayOn(
      storage,
      {
        busy: async () => {
          both.hit();
          return { kind: 'retry', error: 'HTTP 503', afterMs: 3_600_000 };
        },
        gone: async () => {
          both.hit();
          return { kind: 'dead', error: 'HTTP 410' };
        },
      },
      never,
    );
    const before = Date.now();
    await enqueued(storage, [aRow(1, { kind: 'busy' }), aRow(2, { kind: 'gone' })]);
    await both.reached;
    await stop();
    const [waiting] = await storage.outbox.list({ state: 'waiting', limit: 1 });
    expect(waiting?.notBefore).toBeGreaterThanOrEqual(before + 3_600_000);
    expect(await storage.outbox.list({ state: 'dead', limit: 1 })).toMatchObject([{ id: 'row/0002' }]);
    expect(log.lines.join('\n')).not.toContain('"n"');
    expect(log.lines.find((line) => line.includes('HTTP 503'))).toMatch(
      /^A delivery failed, and is tried again /,
    );
    expect(log.lines.find((line) => line.includes('HTTP 410'))).toMatch(/^A delivery was given up: /);
  });

  it('finishes what is under way when it is stopped, and begins nothing more', async () => {
    const storage = await open(await freshUrl());
    const begun = times(1);
    let finish: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { stop } = relayOn(
      storage,
      {
        note: doing(() => {
          begun.hit();
          return slow;
        }),
      },
      { ...never, concurrency: 1 },
    );
    await enqueued(storage, [aRow(1), aRow(2)]);
    await begun.reached;
    const stopped = stop();
    finish();
    await stopped;
    expect(await storage.outbox.list({ state: 'done', limit: 5 })).toMatchObject([{ id: 'row/0001' }]);
    expect(await storage.outbox.list({ state: 'waiting', limit: 5 })).toMatchObject([
      { id: 'row/0002', attempt: 0 },
    ]);
  });

  it('goes on after the database was away', async () => {
    const storage = await open(await freshUrl());
    await enqueued(storage, [aRow(1)]);
    let away = 3;
    const sent = times(1);
    const { log } = relayOn(
      storage,
      { note: doing(sent.hit) },
      {
        pollMs: 10,
        outbox: {
          ...storage.outbox,
          claim: (claim) =>
            away-- > 0 ? Promise.reject(new Error('connection refused')) : storage.outbox.claim(claim),
        },
      },
    );
    await sent.reached;
    expect(log.lines.filter((line) => line.startsWith('The outbox cannot be read'))).toHaveLength(1);
  });
});

describe('two relays at once on postgres', () => {
  const { freshUrl, open } = benchOn('postgres');
  afterEach(async () => {
    for (const relay of running.splice(0)) await relay.stop();
  });

  it('share the rows, and never send one at the same time', async () => {
    const url = await freshUrl();
    const storages = [await open(url), await open(url)];
    const [first] = storages;
    if (first === undefined) return;
    await enqueued(
      first,
      Array.from({ length: 300 }, (_, n) => aRow(n)),
    );
    const all = times(300);
    const underWay = new Set<string>();
    const sentBy = new Map<string, string[]>();
    for (const [at, storage] of storages.entries()) {
      const note = doing(async ({ id }) => {
        expect(underWay.has(id)).toBe(false);
        underWay.add(id);
        // Long enough for the other relay to look for more meanwhile.
        await storage.outbox.list({ state: 'waiting', limit: 1 });
        underWay.delete(id);
        sentBy.set(id, [...(sentBy.get(id) ?? []), `relay ${at}`]);
        all.hit();
      });
      relayOn(storage, { note }, { owner: `relay ${at}`, pollMs: 20 });
    }
    await all.reached;
    expect([...sentBy.values()].every((by) => by.length === 1)).toBe(true);
    expect(new Set([...sentBy.values()].flat())).toEqual(new Set(['relay 0', 'relay 1']));
  });
});
