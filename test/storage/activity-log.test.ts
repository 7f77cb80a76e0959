import { describe, expect, it } from 'vitest';
import { benchOn, ENGINES } from './engines.ts';

describe.each(ENGINES)('the activity log on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);

  it('numbers activities from 1 in each conversation', async () => {
    const { activityLog } = await open(await freshUrl());
    expect(await activityLog.append('a', '{"n":1}', { id: 'x' })).toBe(1);
    expect(await activityLog.append('a', '{"n":2}', { id: 'y' })).toBe(2);
    expect(await activityLog.append('b', '{"n":3}', { id: 'x' })).toBe(1);
    expect(await activityLog.since('a', 1)).toEqual([
      { conversationId: 'a', sequence: 2, id: 'y', activity: '{"n":2}' },
    ]);
    expect(await activityLog.since('a', 2)).toEqual([]);
  });

  it('appends an id once', async () => {
    const { activityLog } = await open(await freshUrl());
    await activityLog.append('a', '{"n":1}', { id: 'x' });
    expect(await activityLog.append('a', '{"n":2}', { id: 'x' })).toBe(1);
    expect(await activityLog.since('a', 0)).toMatchObject([{ activity: '{"n":1}' }]);
  });

  it('numbers without gaps or doubles when many append at once', async () => {
    const url = await freshUrl();
    const [one, other] = [await open(url), await open(url)];
    const appending = Array.from({ length: 20 }, (_, n) =>
      (n % 2 === 0 ? one : other).activityLog.append('a', '{}', { id: `${n}` }),
    );
    const given = await Promise.all(appending);
    expect(given.sort((x, y) => x - y)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  });

  it('tells what has no answer yet, the oldest first', async () => {
    let now = 0;
    const { activityLog } = await open(await freshUrl(), { now: () => ++now });
    await activityLog.append('b', '{}', { id: '1' });
    await activityLog.append('a', '{}', { id: '2' });
    await activityLog.append('a', '{}', { id: '3', processed: true });
    await activityLog.append('a', '{}', { id: '4' });
    expect((await activityLog.unprocessed()).map(({ id }) => id)).toEqual(['1', '2', '4']);
    await activityLog.markProcessed('a', '2');
    expect((await activityLog.unprocessed()).map(({ id }) => id)).toEqual(['1', '4']);
  });
});
