import { sql } from 'kysely';
import Libsql from 'libsql';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Durability } from '../../src/storage/durability.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { benchOn, ENGINES } from '../storage/engines.ts';
import { aFiling, aTurn } from '../storage/turns.ts';
import { listenToStatements, type Statement } from './injected/statements.ts';

/** A commit of this process that holds a filing: the number is told when it is done. */
interface Filed {
  /** SQLite's `synchronous` while it is committed: 2 is FULL. */
  readonly synchronous: unknown;
}

const FULL = 2;

/** What a power cut would leave cannot be tried here, so what the engines are told is looked at. */
describe('what is told outlives a power cut', () => {
  const filed: Filed[] = [];
  const filing = new WeakSet<object>();
  const relaxed = new WeakSet<object>();
  beforeAll(() => {
    listenToStatements({
      before: (statement) => {
        if (!/^\s*commit/i.test(statement.sql) || !filing.has(statement.connection)) return;
        filed.push({ synchronous: synchronousOf(statement) });
      },
      after: ({ connection, sql: text }) => {
        if (/insert into "work_orders"/i.test(text)) filing.add(connection);
        if (/synchronous_commit to off/i.test(text)) relaxed.add(connection);
        if (!/^\s*(commit|rollback)\b(?! to)/i.test(text)) return;
        filing.delete(connection);
        relaxed.delete(connection);
      },
    });
  });

  const synchronousOf = ({ connection }: Statement): unknown =>
    connection instanceof Libsql
      ? Reflect.get(Object(connection.prepare('pragma synchronous').get()), 'synchronous')
      : relaxed.has(connection)
        ? 0
        : FULL;

  describe.each(ENGINES)('on %s', (engine) => {
    const { freshUrl, open } = benchOn(engine);

    it('also where its commit is shared by turns that tell nothing', async () => {
      filed.length = 0;
      const { ledger } = await open(await freshUrl());
      const turns = Array.from({ length: 30 }, (_, n) =>
        aTurn({ conversationId: `chat/${n}`, commands: n % 5 === 2 ? [aFiling(`f${n}`)] : [] }),
      );
      await Promise.all(turns.map((turn) => ledger.commit(turn)));
      expect(filed.length).toBeGreaterThan(0);
      expect(new Set(filed.map(({ synchronous }) => synchronous))).toEqual(new Set([FULL]));
    });

    it('and what tells nothing waits for no disk', async () => {
      const storage = await open(await freshUrl());
      expect(await settingIn(storage, 'full')).toMatch(/^(2|on)$/);
      expect(await settingIn(storage, 'normal')).toMatch(/^(1|off)$/);
    });
  });

  describe('on a Postgres that is set to wait for no disk', () => {
    const { freshUrl, open } = benchOn('postgres');

    it('all the same', async () => {
      const url = await freshUrl();
      const { database } = await open(url);
      const name = sql.id(new URL(url).pathname.slice(1));
      await sql`alter database ${name} set synchronous_commit = off`.execute(database.db);
      expect(await settingIn(await open(url), 'full')).toBe('on');
    });
  });
});

async function settingIn({ database }: Storage, durability: Durability): Promise<string> {
  const setting = database.dialect === 'sqlite' ? sql`pragma synchronous` : sql`show synchronous_commit`;
  const { rows } = await database.transaction(durability, (tx) => setting.execute(tx));
  return String(Object.values(Object(rows[0]))[0]);
}
