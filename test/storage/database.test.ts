import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCHEMA_VERSION } from '../../src/storage/migrations/migrate.ts';
import { openStorage } from '../../src/storage/storage.ts';
import { StorageError } from '../../src/storage/storage-error.ts';
import { defaults } from './defaults.ts';
import { benchOn, ENGINES } from './engines.ts';
import { aTurn } from './turns.ts';

async function refusal(opening: Promise<unknown>): Promise<StorageError> {
  const error: unknown = await opening.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof StorageError)) throw new Error(`Expected a StorageError, got ${error}`);
  return error;
}

describe.each(ENGINES)('opening a database on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);

  it('brings the schema forward once when several open it at the same time', async () => {
    const url = await freshUrl();
    const storages = await Promise.all([open(url), open(url), open(url)]);
    const versions = await storages[0].database.db.selectFrom('schema_version').selectAll().execute();
    expect(versions).toEqual([{ version: SCHEMA_VERSION }]);
  });

  it('keeps what is there when it opens again', async () => {
    const url = await freshUrl();
    const first = await open(url);
    await first.activityLog.append('chat/1', '{}', { id: 'a' });
    const second = await open(url);
    expect(await second.activityLog.since('chat/1', 0)).toHaveLength(1);
  });

  it('refuses a newer schema and names both versions', async () => {
    const url = await freshUrl();
    const { database } = await open(url);
    await database.db.updateTable('schema_version').set({ version: 99 }).execute();
    const error = await refusal(openStorage(defaults(url)));
    expect(error.fault).toBe('newer-schema');
    expect(error.message).toMatch(new RegExp(`version 99.*version ${SCHEMA_VERSION}`));
  });

  it('is not brought forward by a CLI under a running server', async () => {
    const url = await freshUrl();
    const { database } = await open(url, { role: 'server' });
    await database.db.updateTable('schema_version').set({ version: 0 }).execute();
    expect(await refusal(openStorage(defaults(url)))).toMatchObject({ fault: 'older-schema' });
  });
});

describe('a SQLite file', () => {
  const { freshUrl, open } = benchOn('sqlite');
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'firstline-faults-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is for nobody else on the machine to read, nor are its journals', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'firstline-private-'));
    const storage = await openStorage(defaults(`sqlite:${join(folder, 'desk.sqlite')}`));
    const databases = readdirSync(folder).filter((name) => /\.sqlite(-wal|-shm)?$/.test(name));
    const modes = databases.map((name) => statSync(join(folder, name)).mode & 0o777);
    await storage.close();
    rmSync(folder, { recursive: true, force: true });
    expect(databases.length).toBeGreaterThanOrEqual(4);
    expect(new Set(modes)).toEqual(new Set([0o600]));
  });

  it('has one server; the CLI may join', async () => {
    const url = await freshUrl();
    const server = await open(url, { role: 'server' });
    const error = await refusal(openStorage({ ...defaults(url), role: 'server' }));
    expect(error.fault).toBe('second-server');
    expect(error.message).toContain('postgres://');
    const cli = await open(url, { role: 'cli' });
    await server.activityLog.append('chat/1', '{}', { id: 'a' });
    expect(await cli.activityLog.since('chat/1', 0)).toHaveLength(1);
  });

  it('may be served again once its server closed it', async () => {
    const url = await freshUrl();
    const first = await openStorage({ ...defaults(url), role: 'server' });
    await first.close();
    await open(url, { role: 'server' });
  });

  it.each(['server', 'cli'] as const)(
    'that cannot be written is refused with a remedy, as %s',
    async (role) => {
      const file = join(folder, 'file');
      const taken = join(folder, 'folder');
      writeFileSync(file, 'in the way');
      mkdirSync(taken, { recursive: true });
      for (const path of [join(file, 'below', 'db.sqlite'), taken]) {
        const error = await refusal(openStorage({ ...defaults(`sqlite:${path}`), role }));
        expect(error.fault).toBe('not-writable');
        expect(error.message).toContain(path);
      }
    },
  );

  it('is whole in its files alone after a server stopped, for who copies them', async () => {
    const file = join(folder, 'stopped', 'desk.sqlite');
    const running = await openStorage({ ...defaults(`sqlite:${file}`), role: 'server' });
    await running.ledger.commit(aTurn({ snapshot: 'chat/1@1' }));
    await running.snapshots.write('chat/1@1', { said: 'hello' });
    await running.close();
    const copied = join(folder, 'copied', 'desk.sqlite');
    for (const name of ['desk.sqlite', 'firstline-state.sqlite'])
      cpSync(join(folder, 'stopped', name), join(folder, 'copied', name));

    const { database, snapshots } = await open(`sqlite:${copied}`);
    expect(await database.db.selectFrom('conversations').select('id').execute()).toEqual([{ id: 'chat/1' }]);
    expect(await snapshots.read('chat/1@1')).toEqual({ said: 'hello' });
  });

  it('that is damaged is refused without what people wrote in it', async () => {
    const file = join(folder, 'damaged', 'desk.sqlite');
    const running = await openStorage({ ...defaults(`sqlite:${file}`), role: 'server' });
    const replies = [{ kind: 'notice', text: 'My dog Rex '.repeat(500) } as const];
    await running.ledger.commit(aTurn({ replies }));
    await running.close();
    const bytes = readFileSync(file);
    const texts = bytes.indexOf('My dog Rex');
    // Over the page that says which tables there are.
    bytes.copy(bytes, 100, texts, texts + 3900);
    writeFileSync(file, bytes);

    const error = await refusal(openStorage(defaults(`sqlite:${file}`)));
    expect(error).toMatchObject({ fault: 'not-a-database' });
    expect(error.message).not.toContain('Rex');
  });

  it('that is something else is refused', async () => {
    const file = join(folder, 'letter.txt');
    writeFileSync(file, 'Dear all, '.repeat(1000));
    expect(await refusal(openStorage(defaults(`sqlite:${file}`)))).toMatchObject({ fault: 'not-a-database' });
  });

  it('may live in memory', async () => {
    const { activityLog } = await open('sqlite::memory:', { role: 'server' });
    expect(await activityLog.append('chat/1', '{}', { id: 'a' })).toMatchObject({ sequence: 1 });
  });
});

describe('a DATABASE_URL', () => {
  it.each([
    'mysql://me:hunter2@host/db',
    'data/hunter2.sqlite',
    'sqlite:',
    'postgres://me:hunter2@ho st:x/db',
  ])('like %s is refused with what is expected, its secret untold', async (url) => {
    const error = await refusal(openStorage(defaults(url)));
    expect(error.fault).toBe('unknown-scheme');
    expect(error.message).toContain('expected sqlite:');
    expect(`${error.stack} ${JSON.stringify(error)} ${error.cause}`).not.toContain('hunter2');
  });

  it('to a Postgres that does not answer is told without its password', async () => {
    const error = await refusal(
      openStorage(defaults('postgres://me:hunter2@127.0.0.1:1/db?password=hunter2')),
    );
    expect(error.fault).toBe('unreachable');
    expect(error.message).toContain('postgres://127.0.0.1:1/db');
    expect(`${error.stack} ${JSON.stringify(error)} ${error.cause}`).not.toContain('hunter2');
  });
});
