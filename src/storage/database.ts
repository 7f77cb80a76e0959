import type { Pool } from 'pg';
import { parseDatabaseUrl } from './database-url.ts';
import type { Dialect } from './migrations/migrate.ts';
import { openSqlite } from './open-sqlite.ts';
import { type OutboxBell, withBell } from './outbox-bell.ts';
import type { Db, Tx } from './schema.ts';

/** A server owns a SQLite file alone; the CLI may join it. On Postgres both may be many. */
export type Role = 'server' | 'cli';

/**
 * `full` outlives a power cut: for what a requester was told is done. `normal` outlives a killed process,
 * and costs no wait for the disk.
 */
export type Durability = 'full' | 'normal';

interface Opened {
  readonly db: Db;
  /**
   * Runs again from the beginning when the engine asks for it, or when another that shared its commit
   * failed: keep the work free of other effects.
   */
  readonly transaction: <T>(durability: Durability, work: (tx: Tx) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

/** What an engine's opening gives. */
export type OpenedDatabase = Opened & { readonly dialect: Dialect } & (
    | { readonly dialect: 'sqlite'; readonly file: string }
    | { readonly dialect: 'postgres'; readonly pool: Pool }
  );

export type Database = OpenedDatabase & OutboxBell;

/**
 * Opens `sqlite:./path` (the folder is created) or `postgres://…` and brings its schema forward.
 * Throws StorageError with a remedy: an unknown scheme, a path that cannot be written, a schema newer
 * than this code, a second server on one file, a Postgres that does not answer.
 */
export async function openDatabase(url: string, { role }: { readonly role: Role }): Promise<Database> {
  const target = parseDatabaseUrl(url);
  if (target.dialect === 'sqlite') return withBell(await openSqlite(target.file, role));
  // What speaks with Postgres takes a tenth of a start, and most desks need none of it.
  const { openPostgres } = await import('./open-postgres.ts');
  return withBell(await openPostgres(target.url, target.shown));
}
