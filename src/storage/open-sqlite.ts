import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Kysely, sql } from 'kysely';
import Libsql from 'libsql';
import { BUSY_TIMEOUT, errorCode, isUnwritable } from './busy.ts';
import type { OpenedDatabase, Role } from './database.ts';
import { IN_MEMORY } from './database-url.ts';
import { groupCommits } from './group-commit.ts';
import { type LibsqlConnections, LibsqlDialect } from './libsql-dialect.ts';
import { migrate } from './migrations/migrate.ts';
import { makePrivate } from './private-file.ts';
import type { Db, Schema } from './schema.ts';
import { isServed, type ServerLock, takeServerLock } from './server-lock.ts';
import { StorageError } from './storage-error.ts';
import { tryWrite } from './try-write.ts';

/** See openDatabase. */
export async function openSqlite(file: string, role: Role): Promise<OpenedDatabase> {
  try {
    return await open(file, role);
  } catch (error) {
    throw explained(error, file);
  }
}

async function open(file: string, role: Role): Promise<OpenedDatabase> {
  const lock = await lockFor(file, role);
  const { db, dialect } = await ready(file, role).catch((error: unknown) => {
    lock?.release();
    throw error;
  });
  const opened: OpenedDatabase = {
    dialect: 'sqlite',
    file,
    db,
    transaction: groupCommits((durability, work) => {
      dialect.durability = durability;
      return db.transaction().execute(work);
    }),
    close: async () => {
      if (lock !== undefined) await moveIntoOneFile(db);
      await db.destroy();
      lock?.release();
    },
  };
  if (role === 'server') await closedUnless(tryWrite(opened), opened);
  return opened;
}

/** A server that could only read would serve until somebody says something. */
async function closedUnless(written: Promise<void>, { close }: OpenedDatabase): Promise<void> {
  try {
    await written;
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * SQLite leaves the newest in a journal beside the file: who stops a server and copies the file alone would
 * miss it. Where it cannot be moved, as on a full disk, it stays there, and nothing is lost.
 */
async function moveIntoOneFile(db: Db): Promise<void> {
  await sql`pragma wal_checkpoint(truncate)`.execute(db).catch(() => undefined);
}

/** One by one: asked for all at once, Node never returns where a parent takes no folders, as below /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have made it in between.
    if (!existsSync(folder)) throw error;
  }
}

async function lockFor(file: string, role: Role): Promise<ServerLock | undefined> {
  if (file === IN_MEMORY) return undefined;
  makeFolder(dirname(resolve(file)));
  makePrivate(file);
  return role === 'server' ? await takeServerLock(file) : undefined;
}

interface Ready {
  readonly db: Db;
  readonly dialect: LibsqlDialect;
}

async function ready(file: string, role: Role): Promise<Ready> {
  const dialect = new LibsqlDialect(connectionsTo(file));
  const db = new Kysely<Schema>({ dialect });
  try {
    await sql`pragma journal_mode = wal`.execute(db);
    await sql`pragma foreign_keys = on`.execute(db);
    await migrate(db, 'sqlite', () => mayMigrate(file, role));
    return { db, dialect };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

function connectionsTo(file: string): LibsqlConnections {
  const open = () => new Libsql(file, { timeout: BUSY_TIMEOUT });
  const writing = open();
  return { writing, reading: file === IN_MEMORY ? writing : open() };
}

/** A newer CLI must not pull the schema from under an older server. */
async function mayMigrate(file: string, role: Role): Promise<void> {
  if (role === 'server' || file === IN_MEMORY || !(await isServed(file))) return;
  throw new StorageError(
    'older-schema',
    `A server of an older Firstline uses ${file}. Restart it with this version first: it brings the schema forward.`,
  );
}

function explained(error: unknown, file: string): unknown {
  if (error instanceof StorageError) return error;
  if (errorCode(error) === 'SQLITE_NOTADB')
    return new StorageError(
      'not-a-database',
      `${file} is not a SQLite database. Give DATABASE_URL another path.`,
    );
  // What SQLite says of it repeats what stands in the file: people's texts.
  if (errorCode(error).startsWith('SQLITE_CORRUPT'))
    return new StorageError(
      'not-a-database',
      `${file} is damaged: its files do not fit together. Restore a backup, into an empty folder.`,
    );
  if (!isUnwritable(error)) return error;
  return new StorageError(
    'not-writable',
    `Cannot write ${file} (${reason(error)}). Make its folder writable for this user, or set DATABASE_URL.`,
  );
}

function reason(error: unknown): string {
  return errorCode(error) || 'it cannot be opened';
}
