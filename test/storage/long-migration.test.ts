import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { expect, it } from 'vitest';
import { benchOn } from './engines.ts';

const { freshUrl, open } = benchOn('postgres');

it('brings a schema forward though Postgres says nothing for as long as a large table takes', async () => {
  const url = await freshUrl();
  const other = new pg.Client({ connectionString: url });
  await other.connect();
  // A name that is being made keeps the step that makes it waiting.
  await other.query('begin; create table conversations (id text)');
  const opening = open(url);
  await sleep(9000);
  await other.query('rollback');
  await other.end();
  const { database } = await opening;
  expect(await database.db.selectFrom('conversations').selectAll().execute()).toEqual([]);
});
