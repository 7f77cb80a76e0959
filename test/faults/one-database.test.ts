import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStorage } from '../../src/storage/storage.ts';
import { type Postgres, startPostgres } from '../postgres.ts';
import { defaults } from '../storage/defaults.ts';
import { startWriter, type Writer } from '../storage/writer.ts';
import { upTo } from './effort.ts';

const servers = upTo({ short: 6, long: 20 });

let folder = '';
let postgres: Postgres;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'firstline-faults-'));
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function filed(url: string): Promise<number> {
  const storage = await openStorage(defaults(url));
  const rows = await storage.database.db.selectFrom('work_orders').select('number').execute();
  await storage.close();
  return rows.length;
}

const stopAll = (writers: readonly Writer[]): Promise<readonly number[]> =>
  Promise.all(writers.map((writer) => writer.stop()));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

describe('many processes on one database', () => {
  it('a server and the command line write one SQLite file without an error and lose nothing', async () => {
    const url = `sqlite:${join(folder, 'shared.sqlite')}`;
    const server = await startWriter(url, 'server', 'server');
    const cli = await startWriter(url, 'cli', 'cli');
    await sleep(upTo({ short: 5_000, long: 60_000 }));
    const committed = sum(await stopAll([server, cli]));
    expect(await filed(url)).toBe(committed);
  });

  it(`${servers} servers that start at once on Postgres bring its schema forward once and all serve`, async () => {
    const url = await postgres.createDatabase();
    const names = Array.from({ length: servers }, (_, n) => `server-${n}`);
    const writers = await Promise.all(names.map((name) => startWriter(url, 'server', name)));
    const committed = sum(await stopAll(writers));
    expect(await filed(url)).toBe(committed);
  });

  it(`of ${servers} servers that start at once on one SQLite file, one serves and the others refuse`, async () => {
    const url = `sqlite:${join(folder, 'contended.sqlite')}`;
    const names = Array.from({ length: servers }, (_, n) => `server-${n}`);
    const started = await Promise.allSettled(names.map((name) => startWriter(url, 'server', name)));
    const serving = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const committed = sum(await stopAll(serving));
    expect(serving).toHaveLength(1);
    expect(await filed(url)).toBe(committed);
  });
});
