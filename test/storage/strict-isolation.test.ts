import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { benchOn } from './engines.ts';
import { aTurn, nthTurn } from './turns.ts';

describe('a Postgres whose default isolation is stricter', () => {
  const { freshUrl, open } = benchOn('postgres');

  let client: pg.Client;
  let name = '';
  let url = '';

  beforeEach(async () => {
    url = await freshUrl();
    client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<{ name: string }>('select current_database() as name');
    name = rows[0]?.name ?? '';
    await client.query(`alter database "${name}" set default_transaction_isolation = serializable`);
  });
  afterEach(async () => {
    await client.query(`alter database "${name}" reset default_transaction_isolation`);
    await client.end();
  });

  it('undoes a turn whose conversation moves meanwhile: it is tried again, and stale', async () => {
    const { ledger } = await open(url);
    await ledger.commit(aTurn());
    await client.query(`begin; update conversations set version = 2 where id = 'chat/1'`);
    const behind = ledger.commit(nthTurn(2, []));
    await waiting(client);
    await client.query('commit');
    expect((await behind).kind).toBe('stale');
  });

  it('undoes a reference that another server writes meanwhile: it is tried again, and written', async () => {
    const { references } = await open(url);
    await references.put('chat/1', 'first');
    await client.query(`begin; update conversation_references set reference = 'another' where true`);
    const put = references.put('chat/1', 'last');
    await waiting(client);
    await client.query('commit');
    await put;
    expect(await references.get('chat/1')).toBe('last');
  });
});

/** Until a statement waits for another's lock. */
async function waiting(client: pg.Client): Promise<void> {
  const blocked = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  while ((await client.query(blocked)).rowCount === 0) await sleep(10);
}
