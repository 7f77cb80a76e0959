import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { benchOn, ENGINES } from './engines.ts';
import { aFiling, aTurn, nthTurn, pointer } from './turns.ts';

const HELD = 2000;
/** Far below what a frozen loop would show, far above what a busy machine does. */
const LAG = HELD / 2;

/** Another process takes the write lock of a SQLite file; gives when it has it, and ends by itself. */
async function holdFile(file: string): Promise<void> {
  const script = `
    const database = new (require('libsql'))(${JSON.stringify(file)});
    database.exec('begin immediate');
    process.stdout.write('held');
    setTimeout(() => { database.exec('commit'); database.close(); }, ${HELD});`;
  const holder = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
}

/** The same on Postgres: another session locks a table. */
async function holdTable(url: string, table: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`begin; lock table ${table} in access exclusive mode`);
  setTimeout(() => void client.query('commit').then(() => client.end()), HELD);
}

async function hold(database: Database, url: string, what: 'ledger' | 'state'): Promise<void> {
  if (database.dialect === 'postgres')
    return holdTable(url, what === 'ledger' ? 'conversations' : 'conversation_states');
  const { file } = database;
  return holdFile(what === 'ledger' ? file : join(dirname(file), 'firstline-state.sqlite'));
}

/** How long the work took, and the longest that the event loop stood still meanwhile, ms. */
async function measured(work: () => Promise<unknown>): Promise<{ took: number; lag: number }> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const start = performance.now();
  delay.enable();
  await work();
  const took = performance.now() - start;
  // It counts a delay when it is over.
  await sleep(20);
  delay.disable();
  return { took, lag: delay.max / 1e6 };
}

describe.each(ENGINES)('a lock in another process on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);

  it('delays a commit and does not freeze the event loop', async () => {
    const url = await freshUrl();
    const { ledger, database } = await open(url);
    await hold(database, url, 'ledger');
    const { took, lag } = await measured(() => ledger.commit(aTurn({ commands: [aFiling('f')] })));
    expect(took).toBeGreaterThan(HELD / 2);
    expect(lag).toBeLessThan(LAG);
    expect(await ledger.commit(nthTurn(2, []))).toMatchObject({ kind: 'committed' });
  });

  it('delays a snapshot and does not freeze the event loop', async () => {
    const url = await freshUrl();
    const { snapshots, database } = await open(url);
    await hold(database, url, 'state');
    const { took, lag } = await measured(() => snapshots.write('a@1', { x: 1 }));
    expect(took).toBeGreaterThan(HELD / 2);
    expect(lag).toBeLessThan(LAG);
    expect(await snapshots.read('a@1')).toEqual({ x: 1 });
  });

  it('leaves nothing uncommitted behind', async () => {
    const url = await freshUrl();
    const [waiting, reading] = [await open(url), await open(url)];
    await hold(waiting.database, url, 'state');
    await hold(waiting.database, url, 'ledger');
    await waiting.snapshots.write('a@1', { x: 1 });
    await waiting.snapshots.write('a@2', { x: 2 });
    await waiting.ledger.commit(aTurn());
    await waiting.activityLog.append('chat/1', '{}', { id: 'a' });
    await waiting.activityLog.markProcessed('chat/1', 'a');
    expect(await reading.snapshots.read('a@2')).toEqual({ x: 2 });
    expect(await pointer(reading.ledger, 'chat/1')).toMatchObject({ version: 1 });
    expect(await reading.activityLog.takeOver()).toEqual([]);
  });
});
