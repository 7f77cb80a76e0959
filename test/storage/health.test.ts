import { describe, expect, it } from 'vitest';
import { createHealth } from '../../src/storage/health.ts';
import { benchOn, ENGINES } from './engines.ts';
import { aTurn } from './turns.ts';

describe.each(ENGINES)('health on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);

  it('knows the clock of a database server, which on one machine is our own', async () => {
    const { database } = await open(await freshUrl());
    const time = await createHealth(database, Date.now).serverTime();
    if (database.dialect === 'sqlite') expect(time).toBeUndefined();
    else expect(Math.abs((time ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  it('knows when the newest turn was taken', async () => {
    const { database, ledger } = await open(await freshUrl());
    const health = createHealth(database, Date.now);
    expect(await health.newestTurn()).toBeUndefined();
    const turn = aTurn();
    await ledger.commit(turn);
    expect(await health.newestTurn()).toBe(turn.at);
  });
});
