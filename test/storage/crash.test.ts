import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { benchOn, ENGINES } from './engines.ts';
import { aFiling, nthTurn } from './turns.ts';

const SERVER = fileURLToPath(new URL('crashing-server.ts', import.meta.url));

async function crash(url: string, where: string): Promise<void> {
  const server = spawn(process.execPath, ['--import', 'tsx', SERVER, url, where], { stdio: 'inherit' });
  const [, signal] = await once(server, 'exit');
  expect(signal).toBe('SIGKILL');
}

describe.each(ENGINES)('a killed server on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);

  it.each(['before-commit', 'within-commit'])(
    'leaves the old state valid when killed %s',
    async (where) => {
      const url = await freshUrl();
      await crash(url, where);
      // The killed server's lock is free again: this one is a server as well.
      const { ledger, snapshots, database } = await open(url, { role: 'server' });
      const pointer = await ledger.pointer('chat/1');
      expect(pointer).toEqual({ version: 1, snapshot: 'chat/1@1' });
      expect(await snapshots.read(pointer.snapshot ?? '')).toEqual({ said: 'one' });
      expect(await ledger.recorded('chat/1', 'm2')).toBeUndefined();
      expect(await ledger.list('web/ann')).toEqual([]);
      expect(await database.db.selectFrom('outbox').selectAll().execute()).toEqual([]);
      expect(await ledger.commit(nthTurn(2, [aFiling('f')]))).toMatchObject({ kind: 'committed' });
    },
    20_000,
  );

  it('keeps what was committed', async () => {
    const url = await freshUrl();
    await crash(url, 'after-commit');
    const { ledger, snapshots } = await open(url, { role: 'server' });
    expect(await ledger.pointer('chat/1')).toEqual({ version: 2, snapshot: 'chat/1@2' });
    expect(await snapshots.read('chat/1@2')).toEqual({ said: 'two' });
    expect(await ledger.list('web/ann')).toHaveLength(1);
  }, 20_000);
});
