import type { Pool } from 'pg';
import type { Durability } from './durability.ts';
import type { OutboxBell } from './outbox-bell.ts';
import type { Db, Tx } from './schema.ts';

/** A server owns a SQLite file alone; the CLI may join it. On Postgres both may be many. */
export type Role = 'server' | 'cli';

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
export type OpenedDatabase = Opened &
  (
    | { readonly dialect: 'sqlite'; readonly file: string }
    | { readonly dialect: 'postgres'; readonly pool: Pool }
  );

export type Database = OpenedDatabase & OutboxBell;
