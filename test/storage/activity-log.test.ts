import { describe, expect, it } from 'vitest';
import { createActivityLog } from '../../src/storage/activity-log.ts';
import { openInstance } from '../../src/storage/instance.ts';
import { benchOn, ENGINES } from './engines.ts';

describe.each(ENGINES)('the activity log on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);

  it('numbers activities from 1 in each conversation', async () => {
    const { activityLog } = await open(await freshUrl());
    expect(await activityLog.append('a', '{"n":1}', { id: 'x' })).toMatchObject({ sequence: 1 });
    expect(await activityLog.append('a', '{"n":2}', { id: 'y' })).toMatchObject({ sequence: 2 });
    expect(await activityLog.append('b', '{"n":3}', { id: 'x' })).toMatchObject({ sequence: 1 });
    expect(await activityLog.since('a', 1)).toEqual([
      { conversationId: 'a', sequence: 2, id: 'y', activity: '{"n":2}' },
    ]);
    expect(await activityLog.since('a', 2)).toEqual([]);
  });

  it.each([
    ['many', 2500, 10, 2000],
    ['long ones', 30, 200_000, 4],
    ['one that is longer than all may be', 3, 3_000_000, 1],
  ])('gives the newest of what is more than can be handed on: %s', async (_what, count, length, given) => {
    const { activityLog } = await open(await freshUrl());
    const activity = JSON.stringify('x'.repeat(length));
    // A few at a time: on a busy machine all of them would wait too long for a connection.
    for (let n = 0; n < count; n += 100) {
      const ids = Array.from({ length: Math.min(100, count - n) }, (_, one) => `m${n + one}`);
      await Promise.all(ids.map((id) => activityLog.append('a', activity, { id })));
    }
    const logged = await activityLog.since('a', 0);
    expect(logged.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: given }, (_, n) => count - given + n + 1),
    );
    expect(await activityLog.since('a', count - 1)).toHaveLength(1);
  });

  it('reads hardly more of a long conversation than it hands on', async () => {
    const { database, activityLog } = await open(await freshUrl());
    const activity = JSON.stringify('x'.repeat(20_000));
    const ids = Array.from({ length: 400 }, (_, n) => `m${n}`);
    await Promise.all(ids.map((id) => activityLog.append('a', activity, { id })));
    let read = 0;
    const counting = database.db.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        read += result.rows.length;
        return result;
      },
    });
    const instance = await openInstance(database, 'cli');
    const log = createActivityLog({ ...database, db: counting }, instance, Date.now);
    expect(await log.since('a', 0)).toHaveLength(49);
    expect(read).toBeLessThanOrEqual(100);
  });

  it('appends an id once', async () => {
    const { activityLog } = await open(await freshUrl());
    expect(await activityLog.append('a', '{"n":1}', { id: 'x' })).toMatchObject({ fresh: true });
    expect(await activityLog.append('a', '{"n":2}', { id: 'x' })).toMatchObject({
      sequence: 1,
      fresh: false,
    });
    expect(await activityLog.since('a', 0)).toMatchObject([{ activity: '{"n":1}' }]);
  });

  it('numbers without gaps or doubles when many append at once', async () => {
    const url = await freshUrl();
    const [one, other] = [await open(url), await open(url)];
    const appending = Array.from({ length: 20 }, (_, n) =>
      (n % 2 === 0 ? one : other).activityLog.append('a', '{}', { id: `${n}` }),
    );
    const given = await Promise.all(appending);
    expect(given.map(({ sequence }) => sequence).sort((x, y) => x - y)).toEqual(
      Array.from({ length: 20 }, (_, n) => n + 1),
    );
  });

  it('goes on counting where the oldest were removed', async () => {
    const { activityLog, database } = await open(await freshUrl());
    for (const id of ['x', 'y']) await activityLog.append('a', '{}', { id });
    await database.db.deleteFrom('activity_log').execute();
    expect(await activityLog.append('a', '{}', { id: 'z' })).toMatchObject({ sequence: 3 });
  });

  it('gives what a server left without an answer to the next one, the oldest first', async () => {
    let now = 0;
    const url = await freshUrl();
    const first = await open(url, { now: () => ++now });
    await first.activityLog.append('b', '{}', { id: '1' });
    await first.activityLog.append('a', '{}', { id: '2' });
    await first.activityLog.append('a', '{}', { id: '3', processed: true });
    await first.activityLog.append('a', '{}', { id: '4' });
    await first.activityLog.markProcessed('a', '2');
    const next = await open(url, { now: () => ++now });
    expect((await next.activityLog.takeOver()).map(({ id }) => id)).toEqual(['1', '4']);
    expect(await next.activityLog.takeOver()).toEqual([]);
    await next.activityLog.markProcessed('b', '1');
    expect((await first.activityLog.takeOver()).map(({ id }) => id)).toEqual(['4']);
  });

  it('gives a server what it has had in hand for long, which it may not know', async () => {
    let now = 0;
    const { activityLog } = await open(await freshUrl(), { now: () => now });
    await activityLog.append('a', '{}', { id: '1' });
    expect(await activityLog.takeOver()).toEqual([]);
    now = 11_000;
    expect((await activityLog.takeOver()).map(({ id }) => id)).toEqual(['1']);
  });
});
