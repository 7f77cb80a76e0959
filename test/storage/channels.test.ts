import { describe, expect, it } from 'vitest';
import { benchOn, ENGINES } from './engines.ts';
import { aTurn } from './turns.ts';

describe.each(ENGINES)('conversations of the channels on %s', (engine) => {
  const bench = benchOn(engine);

  it('are found again by their last reference', async () => {
    const { references } = await bench.open(await bench.freshUrl());
    expect(await references.get('msteams/a')).toBeUndefined();
    await references.put('msteams/a', '{"v":1}');
    await references.putCard('msteams/a', '{"card":1}');
    await references.put('msteams/a', '{"v":2}');
    expect(await references.get('msteams/a')).toBe('{"v":2}');
    expect(await references.card('msteams/a')).toBe('{"card":1}');
    await references.putCard('msteams/b', '{"card":1}');
    expect(await references.card('msteams/b')).toBeUndefined();
    await references.remove('msteams/a');
    expect(await references.get('msteams/a')).toBeUndefined();
  });

  it('are with a person until they are not, and not for ever', async () => {
    const clock = { now: 0 };
    const { handoffs } = await bench.open(await bench.freshUrl(), { now: () => clock.now });
    await handoffs.begin('directline/a');
    await handoffs.confirm('directline/a');
    expect(await handoffs.is('directline/a')).toBe(true);
    expect(await handoffs.is('directline/b')).toBe(false);
    clock.now = 11 * 3_600_000;
    await handoffs.confirm('directline/a');
    clock.now = 22 * 3_600_000;
    expect(await handoffs.is('directline/a')).toBe(true);
    clock.now = 24 * 3_600_000;
    expect(await handoffs.is('directline/a')).toBe(false);
    await handoffs.begin('directline/a');
    await handoffs.end('directline/a');
    // What ended while it was asked for stays ended.
    await handoffs.confirm('directline/a');
    expect(await handoffs.is('directline/a')).toBe(false);
  });

  it('are silent for a minute where the server ends before it has asked for a person', async () => {
    const clock = { now: 0 };
    const { handoffs } = await bench.open(await bench.freshUrl(), { now: () => clock.now });
    await handoffs.begin('directline/a');
    expect(await handoffs.is('directline/a')).toBe(true);
    clock.now = 61_000;
    expect(await handoffs.is('directline/a')).toBe(false);
  });

  it('are told as they were said', async () => {
    const { handoffs, ledger } = await bench.open(await bench.freshUrl());
    const turn = { conversationId: 'directline/a' };
    await ledger.commit(
      aTurn({ ...turn, messageId: '1', said: 'hello', replies: [{ kind: 'welcome', text: 'Hi.' }] }),
    );
    await ledger.commit(
      aTurn({ ...turn, messageId: '2', readVersion: 1, replies: [{ kind: 'notice', text: 'Solved.' }] }),
    );
    expect(await handoffs.transcript('directline/a')).toMatchObject([
      { by: 'requester', text: 'hello' },
      { by: 'bot', text: 'Hi.' },
      { by: 'bot', text: 'Solved.' },
    ]);
  });
});
