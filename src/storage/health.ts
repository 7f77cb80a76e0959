import { statSync } from 'node:fs';
import { sql } from 'kysely';
import type { Status } from '../work-orders/work-order.ts';
import { errorCode } from './busy.ts';
import type { Database } from './database.ts';
import { SCHEMA_VERSION } from './migrations/migrate.ts';
import { tryWrite } from './try-write.ts';

/** What an operator asks of the store; each throws what the database throws. */
export interface Health {
  /** Why the database serves this process no more, without data of anybody; undefined while it does. */
  readonly fault: () => Promise<string | undefined>;
  /** Deliveries of other kinds than these that should have been tried this long ago and were not, ms. */
  readonly overdue: (byMs: number, except?: readonly string[]) => Promise<number>;
  readonly workOrders: () => Promise<ReadonlyMap<Status, number>>;
  /** The database server's clock, epoch ms; undefined where there is no server. */
  readonly serverTime: () => Promise<number | undefined>;
  /** When the newest turn was taken, by the clock of the desk that took it, epoch ms; undefined where there was none. */
  readonly newestTurn: () => Promise<number | undefined>;
  /** Waiting: also those that are not due yet. Dead: given up until somebody retries them. */
  readonly deliveries: () => Promise<{ readonly waiting: number; readonly dead: number }>;
}

/** `now` in epoch ms. */
export function createHealth(database: Database, now: () => number): Health {
  const { db, dialect } = database;
  const opened = inodeOf(database);
  const count = sql<number>`count(*)`.as('count');
  const waiting = db.selectFrom('outbox').select(count).where('done', '=', 0);
  const numberOf = async (query: typeof waiting): Promise<number> =>
    Number((await query.executeTakeFirstOrThrow()).count);
  return {
    fault: async () => {
      const { version } = await db.selectFrom('schema_version').select('version').executeTakeFirstOrThrow();
      if (version > SCHEMA_VERSION) return newer(version);
      if (inodeOf(database) !== opened) return 'its file was moved or replaced: stop this server';
      return refusedWrite(database);
    },
    overdue: (byMs, except = []) => {
      const limit = now() - byMs;
      const late = waiting.where('not_before', '<', limit).where('lease', '<', limit);
      return numberOf(except.length === 0 ? late : late.where('kind', 'not in', except));
    },
    serverTime: async () => {
      if (dialect === 'sqlite') return undefined;
      const { rows } = await sql<{
        ms: number;
      }>`select extract(epoch from clock_timestamp())::float8 * 1000 as ms`.execute(db);
      return rows[0]?.ms;
    },
    newestTurn: async () => {
      const newest = db.selectFrom('turns').select('at').orderBy('at', 'desc').limit(1);
      return (await newest.executeTakeFirst())?.at;
    },
    workOrders: async () => {
      const rows = await db.selectFrom('work_orders').select(['status', count]).groupBy('status').execute();
      return new Map(rows.map((row) => [row.status, Number(row.count)]));
    },
    deliveries: async () => ({
      waiting: await numberOf(waiting),
      dead: await numberOf(db.selectFrom('outbox').select(count).where('dead', '=', 1)),
    }),
  };
}

const newer = (version: number): string =>
  `a newer Firstline brought it to schema version ${version}, this one knows ${SCHEMA_VERSION}: replace this server`;

/** Of the file that a path leads to now: who writes to one that was moved writes where nobody will look. */
function inodeOf(database: Database): number | undefined {
  if (database.dialect === 'postgres') return undefined;
  return statSync(database.file, { throwIfNoEntry: false })?.ino;
}

const refusedWrite = (database: Database): Promise<string | undefined> =>
  tryWrite(database).then(
    () => undefined,
    (error: unknown) => `it takes no writes (${errorCode(error) || 'unknown'})`,
  );
