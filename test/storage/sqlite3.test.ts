import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

type Callback = (error: Error | null, rows?: readonly unknown[]) => void;

interface Sqlite3 {
  readonly all: (sql: string, values: readonly unknown[], callback: Callback) => void;
  readonly close: (callback: () => void) => void;
}

const { Database }: { readonly Database: new (file: string) => Sqlite3 } = createRequire(import.meta.url)(
  'sqlite3',
);

let folder: string;
let database: Sqlite3;

const all = (sql: string, ...values: readonly unknown[]) =>
  new Promise<readonly unknown[]>((resolve, reject) => {
    database.all(sql, values, (error, rows = []) => (error ? reject(error) : resolve(rows)));
  });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firstline-sqlite3-'));
  database = new Database(join(folder, 'state.sqlite'));
  await all('create table kept (n integer primary key check (n > 0))');
});
afterEach(async () => {
  await new Promise<void>((resolve) => database.close(resolve));
  await rm(folder, { recursive: true });
});

const insert = (n: number) => all('insert into kept values (?)', n);
const kept = () => all('select n from kept order by n');

describe('what is asked for at once', () => {
  it('is done in order: a read sees the writes before it, and none after', async () => {
    const [, before, , after] = await Promise.all([insert(1), kept(), insert(2), kept()]);
    expect(before).toEqual([{ n: 1 }]);
    expect(after).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('does not fail with a write that fails', async () => {
    const outcomes = await Promise.allSettled([insert(1), insert(-1), insert(2), insert(1)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
    expect(await kept()).toEqual([{ n: 1 }, { n: 2 }]);
  });
});
