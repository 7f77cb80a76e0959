import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { benchOn } from './engines.ts';
import { aTurn, nthTurn } from './turns.ts';

describe('a Postgres whose default isolation is stricter', () => {
  const { freshUrl, open } = benchOn('postgres');

  it('undoes a turn whose conversation moves meanwhile: it is tried again, and stale', async () => {
    const url = await freshUrl();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const { rows } = await client.query<{ name: string }>('select current_database() as name');
      await client.query(`alter database "${rows[0]?.name}" set default_transaction_isolation = serializable`);
      const { ledger } = await open(url);
      await ledger.commit(aTurn());
      await client.query(`begin; update conversations set version = 2 where id = 'chat/1'`);
      const behind = ledger.commit(nthTurn(2, []));
      await waiting(client);
      await client.query('commit');
      expect((await behind).kind).toBe('stale');
      await client.query(`alter database "${rows[0]?.name}" reset default_transaction_isolation`);
    } finally {
      await client.end();
    }
  });
});

/** Until a statement waits for another's lock. */
async function waiting(client: pg.Client): Promise<void> {
  const blocked = `select 1 from pg_stat_activity where wait_event_type = 'Lock'`;
  while ((await client.query(blocked)).rowCount === 0) await sleep(10);
}
