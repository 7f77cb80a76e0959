import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** As rate-limiter-flexible keeps its counts, which only servers that share a database do. */
export const rateLimits: Migration = {
  version: 21,
  up: async (db, types) => {
    await sql`
      create ${sql.raw(types.unlogged)} table rate_limits (
        key varchar(255) primary key, points integer not null default 0, expire bigint
      )`.execute(db);
  },
};
