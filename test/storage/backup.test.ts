import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backUp } from '../../src/storage/backup.ts';
import { openStorage } from '../../src/storage/storage.ts';
import { defaults } from './defaults.ts';
import { startWriter } from './writer.ts';

describe('a backup', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'firstline-backup-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('restores whole although a server was writing', async () => {
    const url = `sqlite:${join(folder, 'live', 'desk.sqlite')}`;
    const writer = await startWriter(url, 'server', 'w');
    const backup = await backUp(url, join(folder, 'backup'));
    const committed = await writer.stop();

    const restored = await openStorage({ ...defaults(`sqlite:${backup.ledger}`), role: 'server' });
    const { db } = restored.database;
    const { rows } = await sql<{ readonly integrity_check: string }>`pragma integrity_check`.execute(db);
    const conversations = await db.selectFrom('conversations').selectAll().execute();
    const orders = await db.selectFrom('work_orders').selectAll().execute();
    const states = await Promise.all(
      conversations.map(({ snapshot }) => restored.snapshots.read(snapshot ?? '')),
    );
    await restored.close();

    expect(rows).toEqual([{ integrity_check: 'ok' }]);
    expect(orders).toHaveLength(conversations.length);
    expect(conversations.length).toBeGreaterThanOrEqual(20);
    expect(conversations.length).toBeLessThanOrEqual(committed);
    expect(states).toEqual(conversations.map(({ id }) => ({ said: id })));
  }, 180_000);

  it('never overwrites one', async () => {
    const url = `sqlite:${join(folder, 'desk.sqlite')}`;
    await (await openStorage(defaults(url))).close();
    await backUp(url, join(folder, 'backup'));
    await expect(backUp(url, join(folder, 'backup'))).rejects.toThrow('is there already');
  });

  it('makes no database where there is none', async () => {
    const file = join(folder, 'none.sqlite');
    await expect(backUp(`sqlite:${file}`, join(folder, 'backup'))).rejects.toThrow('no database at');
    expect(existsSync(file)).toBe(false);
  });

  it('names the tool for Postgres', async () => {
    await expect(backUp('postgres://u:secret@db.example/desk', folder)).rejects.toThrow(
      'Everything is in postgres://db.example/desk: back it up with pg_dump',
    );
  });
});
