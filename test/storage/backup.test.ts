import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backUp } from '../../src/storage/backup.ts';
import { openStorage } from '../../src/storage/storage.ts';
import { defaults } from './defaults.ts';
import { aTurn } from './turns.ts';
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

  it('restores over what a killed server left, whose journal would not fit', async () => {
    const url = `sqlite:${join(folder, 'live', 'desk.sqlite')}`;
    const first = await openStorage(defaults(url));
    await first.ledger.commit(aTurn({ conversationId: 'kept' }));
    await backUp(url, join(folder, 'backup'));
    for (let n = 0; n < 50; n++) await first.ledger.commit(aTurn({ conversationId: `lost-${n}` }));
    // As they lie on the disk while it runs, and when it is killed.
    cpSync(join(folder, 'live'), join(folder, 'killed'), { recursive: true });
    await first.close();

    cpSync(join(folder, 'backup'), join(folder, 'killed'), { recursive: true });
    const restored = await openStorage(defaults(`sqlite:${join(folder, 'killed', 'desk.sqlite')}`));
    const { db } = restored.database;
    const { rows } = await sql<{ readonly integrity_check: string }>`pragma integrity_check`.execute(db);
    const conversations = await db.selectFrom('conversations').select('id').execute();
    await restored.close();
    expect(rows).toEqual([{ integrity_check: 'ok' }]);
    expect(conversations).toEqual([{ id: 'kept' }]);
  });

  it('is for its user alone to read', async () => {
    const url = `sqlite:${join(folder, 'desk.sqlite')}`;
    await (await openStorage(defaults(url))).close();
    await backUp(url, join(folder, 'backup'));
    const modes = readdirSync(join(folder, 'backup')).map(
      (name) => statSync(join(folder, 'backup', name)).mode & 0o777,
    );
    expect(modes).toEqual([0o600, 0o600, 0o600, 0o600]);
  });

  it('says where it cannot be written', async () => {
    const url = `sqlite:${join(folder, 'desk.sqlite')}`;
    await (await openStorage(defaults(url))).close();
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    const refused = {
      fault: 'not-writable',
      message: expect.stringMatching(/\(E[A-Z]+\)\. Give it a new folder/),
    };
    await expect(backUp(url, file)).rejects.toMatchObject(refused);
    await expect(backUp(url, join(file, 'below'))).rejects.toMatchObject(refused);
  });

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
