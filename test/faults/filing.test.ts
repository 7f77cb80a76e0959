import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { beforeAll, describe, expect, it } from 'vitest';
import { benchOn, ENGINES } from '../storage/engines.ts';
import { aFiling, nthTurn, pointer, recorded } from '../storage/turns.ts';
import { bundled } from './bundled.ts';
import { upTo } from './effort.ts';

const times = Array.from({ length: upTo({ short: 3, long: 100 }) }, (_, n) => n + 1);

describe.each(ENGINES)('a killed server on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);
  let server = '';
  beforeAll(async () => {
    server = await bundled('crashing-server');
  });

  const crash = async (url: string, where: string): Promise<void> => {
    const killed = spawn(process.execPath, [server, url, where], { stdio: 'inherit' });
    const [, signal] = await once(killed, 'exit');
    expect(signal).toBe('SIGKILL');
  };

  it.each(times.flatMap((time) => ['before-commit', 'within-commit'].map((where) => ({ where, time }))))(
    'leaves the old state valid when killed $where, time $time',
    async ({ where }) => {
      const url = await freshUrl();
      await crash(url, where);
      // The killed server's lock is free again: this one is a server as well.
      const { ledger, snapshots, database } = await open(url, { role: 'server' });
      const stands = await pointer(ledger, 'chat/1');
      expect(stands).toEqual({ version: 1, snapshot: 'chat/1@1' });
      expect(await snapshots.read(stands.snapshot ?? '')).toEqual({ said: 'one' });
      expect(await recorded(ledger, 'chat/1', 'm2')).toBeUndefined();
      expect(await ledger.list('web/ann')).toEqual([]);
      expect(await database.db.selectFrom('outbox').selectAll().execute()).toEqual([]);
      expect(await ledger.commit(nthTurn(2, [aFiling('f')]))).toMatchObject({ kind: 'committed' });
    },
    60_000,
  );

  it.each(times)(
    'keeps what was committed, time %i',
    async () => {
      const url = await freshUrl();
      await crash(url, 'after-commit');
      const { ledger, snapshots } = await open(url, { role: 'server' });
      expect(await pointer(ledger, 'chat/1')).toEqual({ version: 2, snapshot: 'chat/1@2' });
      expect(await snapshots.read('chat/1@2')).toEqual({ said: 'two' });
      expect(await ledger.list('web/ann')).toHaveLength(1);
    },
    60_000,
  );
});
