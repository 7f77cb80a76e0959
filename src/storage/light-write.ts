import { type Compilable, type OperationNodeSource, sql } from 'kysely';
import { unlessUndone } from './busy.ts';
import type { Database } from './database.ts';
import { type Placeholder, prepared } from './prepared.ts';
import type { Db } from './schema.ts';

/** Part of a statement that is a transaction by itself: Postgres commits it as `normal` says. */
export const notWaiting = sql<string>`set_config('synchronous_commit', 'off', true)`;

/**
 * A write that most messages make, and that may be lost with a machine that loses its power: on SQLite it
 * shares a commit with others, on Postgres it is one statement, where a transaction is three.
 */
export function lightWrite<Values extends object>(
  { db, dialect, transaction }: Database,
  build: (value: Placeholder<Values>) => Compilable & OperationNodeSource,
): (values: Values) => Promise<void> {
  const write = prepared(build);
  const among = async (values: Values): Promise<unknown> => transaction('normal', (tx) => write(tx, values));
  if (dialect === 'sqlite') return async (values) => void (await among(values));
  const alone = prepared((value: Placeholder<Values>) => byItself(db, build(value)));
  return async (values) => {
    if ((await unlessUndone(alone(db, values))) === undefined) await among(values);
  };
}

const byItself = (db: Db, query: OperationNodeSource): Compilable => ({
  compile: () => sql`with written as (${query}) select ${notWaiting}`.compile(db),
});
