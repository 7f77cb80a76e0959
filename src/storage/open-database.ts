import type { Database, Role } from './database.ts';
import { parseDatabaseUrl } from './database-url.ts';
import { openSqlite } from './open-sqlite.ts';
import { withBell } from './outbox-bell.ts';

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
  return withBell(await openPostgres(target.url, target.shown, role));
}
