import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Libsql from 'libsql';
import { describe, expect, it } from 'vitest';
import { createRunTurn } from '../../src/conversation/run-turn.ts';
import type { Database } from '../../src/storage/database.ts';
import { openSnapshots } from '../../src/storage/snapshots.ts';
import { ann, portsOn, realNumbers, sayAll, textOf, toReview } from '../conversation/chat.ts';
import { benchOn, ENGINES } from './engines.ts';
import { pointer } from './turns.ts';

const TABLE = 'conversation_states';

async function rows(database: Database, query: string): Promise<readonly unknown[]> {
  if (database.dialect === 'postgres') return (await database.pool.query(query)).rows;
  const file = new Libsql(join(dirname(database.file), 'firstline-state.sqlite'));
  try {
    const statement = file.prepare(query);
    return statement.reader ? statement.all() : [statement.run()];
  } finally {
    file.close();
  }
}

describe.each(ENGINES)('snapshots on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);

  it('come back as they were', async () => {
    const { snapshots } = await open(await freshUrl());
    const state = { shape: 1, text: 'Ünïcode \0 "quoted" \uD83D\uDE00', list: [1, null, { deep: true }] };
    await snapshots.write('chat/1@1', state);
    expect(await snapshots.read('chat/1@1')).toEqual(state);
    expect(await snapshots.read('chat/1@2')).toBeUndefined();
  });

  it('may have a long key, as channels have long conversation ids', async () => {
    const { snapshots } = await open(await freshUrl());
    const key = `${'19:meeting_'.repeat(60)}@1`;
    await snapshots.write(key, { x: 1 });
    expect(await snapshots.read(key)).toEqual({ x: 1 });
  });

  it('end by themselves, and the sweep removes what nobody reads', async () => {
    const { snapshots, database } = await open(await freshUrl(), { stateTtlMs: 30 });
    await snapshots.write('a', { text: 'NUL \0 and half a pair \uD83D', expires: 1 });
    await snapshots.write('b', {});
    await sleep(60);
    expect(await snapshots.read('a')).toBeUndefined();
    expect(await rows(database, `select key from ${TABLE}`)).toHaveLength(1);
    await snapshots.sweep();
    expect(await rows(database, `select key from ${TABLE}`)).toEqual([]);
  });

  it('survive the sweep while they are valid', async () => {
    const { snapshots } = await open(await freshUrl());
    await snapshots.write('a', { text: 'NUL \0', nested: { expires: 5 } });
    await snapshots.sweep();
    expect(await snapshots.read('a')).toEqual({ text: 'NUL \0', nested: { expires: 5 } });
  });

  it('are swept slice by slice, so that turns are taken in between', async () => {
    const { database, snapshots } = await open(await freshUrl());
    await rows(
      database,
      `with recursive n (i) as (select 1 union all select i + 1 from n where i < 1300)
      insert into ${TABLE} (key, value) select 'state:a:' || i, '{"value":"{}","expires":1}' from n`,
    );
    await snapshots.write('valid', {});
    const swept = { sweeping: true, turns: 0 };
    const turn = (): void => {
      swept.turns += 1;
      if (swept.sweeping) setImmediate(turn);
    };
    setImmediate(turn);
    await snapshots.sweep();
    swept.sweeping = false;
    expect(swept.turns).toBeGreaterThan(5);
    expect(await rows(database, `select key from ${TABLE}`)).toEqual([{ key: 'state:valid' }]);
  });

  it('are swept by no statement that is long enough for Postgres to seem gone', async () => {
    const { database } = await open(await freshUrl());
    if (database.dialect === 'sqlite') return;
    await openSnapshots(database, { ttlMs: 1000 });
    await rows(
      database,
      `insert into ${TABLE} (key, value) select 'state:a:' || i, '{"value":"{}","expires":1}' from generate_series(1, 1300) i`,
    );
    const { pool } = database;
    const removed: number[] = [];
    const watched: typeof pool = Object.create(pool, {
      query: {
        value: async (text: string, values?: unknown[]) => {
          const answer = await pool.query(text, values);
          removed.push(answer.rowCount ?? 0);
          return answer;
        },
      },
    });
    await (await openSnapshots({ ...database, pool: watched }, { ttlMs: 1000 })).sweep();
    expect(Math.max(...removed)).toBeLessThanOrEqual(500);
    expect(await rows(database, `select key from ${TABLE}`)).toEqual([]);
  });

  it('are swept once their conversation moved on, and it goes on from the one it stands at', async () => {
    const url = await freshUrl();
    const storage = await open(url, realNumbers);
    const runTurn = createRunTurn(await portsOn(storage));
    await sayAll(runTurn, ...toReview);
    const underWay = `${ann.conversationId}:99:under-way`;
    await storage.snapshots.write(underWay, {});
    await storage.snapshots.write('chat:of:nobody:1:orphan', {});
    await storage.snapshots.sweep();
    const { snapshot } = await pointer(storage.ledger, ann.conversationId);
    const left = [snapshot, underWay, 'chat:of:nobody:1:orphan'].map((key) => ({ key: `state:${key}` }));
    const found = await rows(storage.database, `select key from ${TABLE}`);
    expect(new Set(found)).toEqual(new Set(left));
    const another = createRunTurn(await portsOn(await open(url, realNumbers)));
    expect(textOf(await sayAll(another, 'send it'))).toContain('Your work order is');
  });

  it('of before, kept as Keyv writes an object, are read', async () => {
    const { snapshots, database } = await open(await freshUrl());
    const kept = JSON.stringify({ value: { x: 1, text: '::)' }, expires: Date.now() + 60_000 });
    await rows(database, `insert into ${TABLE} (key, value) values ('state:old', '${kept}')`);
    expect(await snapshots.read('old')).toEqual({ x: 1, text: ':)' });
  });

  it('do not hide that they cannot be written or read', async () => {
    const { snapshots, database } = await open(await freshUrl());
    await rows(database, `drop table ${TABLE}`);
    await expect(snapshots.write('a', {})).rejects.toThrow(TABLE);
    await expect(snapshots.read('a')).rejects.toThrow(TABLE);
  });

  it('of two storages in one process close apart', async () => {
    const url = await freshUrl();
    const [one, other] = [await open(url), await open(url)];
    await one.snapshots.close();
    await other.snapshots.write('a', { x: 1 });
    expect(await other.snapshots.read('a')).toEqual({ x: 1 });
  });
});
