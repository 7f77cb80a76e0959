import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import Libsql from 'libsql';
import { parseDatabaseUrl } from './database-url.ts';
import { stateFileOf } from './snapshots.ts';
import { StorageError } from './storage-error.ts';

/** The files of a whole backup: their folder's ledger is what DATABASE_URL takes. */
export interface Backup {
  readonly ledger: string;
  readonly state: string;
}

/**
 * Copies a SQLite ledger and its conversation states into a folder, while a server may go on writing.
 * The ledger first: what it points to is then in the states, which only gain. Throws StorageError with
 * the remedy, and never overwrites.
 */
export async function backUp(databaseUrl: string, folder: string): Promise<Backup> {
  const target = parseDatabaseUrl(databaseUrl);
  if (target.dialect === 'postgres')
    throw new StorageError(
      'not-sqlite',
      `Everything is in ${target.shown}: back it up with pg_dump, which is consistent while servers write.`,
    );
  if (!existsSync(target.file))
    throw new StorageError('not-found', `There is no database at ${target.file}. Check DATABASE_URL.`);
  const backup = { ledger: join(folder, basename(target.file)), state: stateFileOf(join(folder, 'any')) };
  refuseToOverwrite(backup);
  await mkdir(folder, { recursive: true });
  copy(target.file, backup.ledger);
  copy(stateFileOf(target.file), backup.state);
  return backup;
}

function refuseToOverwrite({ ledger, state }: Backup): void {
  const taken = [ledger, state].find((file) => existsSync(file));
  if (taken !== undefined)
    throw new StorageError('not-writable', `${taken} is there already. Give the backup a new folder.`);
}

function copy(from: string, to: string): void {
  if (!existsSync(from)) return;
  const database = new Libsql(from, { readonly: true, timeout: 5_000 });
  try {
    database.prepare('vacuum into ?').run(to);
  } finally {
    database.close();
  }
}
