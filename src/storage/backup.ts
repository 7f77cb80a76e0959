import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import Libsql from 'libsql';
import { errorCode, isUnwritable } from './busy.ts';
import { parseDatabaseUrl, requireFile } from './database-url.ts';
import { makePrivate } from './private-file.ts';
import { stateFileOf } from './snapshots.ts';
import { StorageError } from './storage-error.ts';

/** The files of a whole backup: their folder's ledger is what DATABASE_URL takes. */
export interface Backup {
  readonly ledger: string;
  readonly state: string;
}

/**
 * Copies a SQLite ledger and its conversation states into a new folder, while a server may go on writing.
 * The ledger first: what it points to is then in the states, which only gain. The folder is there when
 * all of it is, on the disk; killed before, it leaves one whose name says that it is unfinished. Throws
 * StorageError with the remedy, and never overwrites.
 */
export async function backUp(databaseUrl: string, folder: string): Promise<Backup> {
  const target = parseDatabaseUrl(databaseUrl);
  if (target.dialect === 'postgres')
    throw new StorageError(
      'not-sqlite',
      `Everything is in ${target.shown}: back it up with pg_dump, which is consistent while servers write.`,
    );
  requireFile(target);
  try {
    return await copyInto(folder, target.file);
  } catch (error) {
    throw isUnwritable(error) ? notWritten(folder, error) : error;
  }
}

const notWritten = (folder: string, error: unknown): StorageError =>
  new StorageError(
    'not-writable',
    `The backup could not be written to ${folder} (${errorCode(error)}). Give it a new folder that this user may ` +
      'write, on a disk with room for all of it.',
  );

async function copyInto(folder: string, file: string): Promise<Backup> {
  await refuseToOverwrite(folder);
  await mkdir(dirname(resolve(folder)), { recursive: true });
  const unfinished = await mkdtemp(`${resolve(folder)}.unfinished-`);
  try {
    const copied = filesIn(unfinished, file);
    copy(file, copied.ledger);
    copy(stateFileOf(file), copied.state);
    await putOnDisk(unfinished);
    // Not over what came there meanwhile: a folder that is not empty is not replaced.
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
  await putFolderOnDisk(dirname(resolve(folder)));
  return filesIn(folder, file);
}

const filesIn = (folder: string, ledger: string): Backup => ({
  ledger: join(folder, basename(ledger)),
  state: stateFileOf(join(folder, 'any')),
});

async function refuseToOverwrite(folder: string): Promise<void> {
  if (!existsSync(folder) || (await readdir(folder)).length === 0) return;
  throw new StorageError('not-writable', `${folder} is there already. Give the backup a new folder.`);
}

/** SQLite does not: to it a copy is no commit. */
async function putOnDisk(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await flush(join(folder, name), 'r+');
  await putFolderOnDisk(folder);
}

/** The names in it. Windows has no call for that. */
async function putFolderOnDisk(folder: string): Promise<void> {
  if (process.platform !== 'win32') await flush(folder, 'r');
}

async function flush(path: string, flags: 'r' | 'r+'): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * With an empty journal: copied over a database that was in use, the journal of that one would be carried out
 * on this one, and damage it.
 */
function copy(from: string, to: string): void {
  if (!existsSync(from)) return;
  for (const file of [to, `${to}-wal`]) makePrivate(file);
  const database = new Libsql(from, { readonly: true, timeout: 5_000 });
  try {
    database.prepare('vacuum into ?').run(to);
  } finally {
    database.close();
  }
}
