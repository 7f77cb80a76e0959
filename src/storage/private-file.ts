import { closeSync, existsSync, openSync } from 'node:fs';

/**
 * Makes a new database's file for this user alone: SQLite would let everybody on the machine read it, and gives
 * its journals the same permissions. One that is there keeps those it has. Throws what the file system throws.
 */
export function makePrivate(file: string): void {
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
}
