import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { StorageError } from './storage-error.ts';

export type DatabaseUrl =
  | { readonly dialect: 'sqlite'; readonly file: string }
  /** `shown` is the URL as it may be told: without user, password and options. */
  | { readonly dialect: 'postgres'; readonly url: string; readonly shown: string };

const EXPECTED = 'expected sqlite:./data/firstline.sqlite or postgres://user:password@host/database';

/** The file of a database that lives in memory, for tests. */
export const IN_MEMORY = ':memory:';

/** Reads DATABASE_URL. Throws StorageError "unknown-scheme", without repeating what may be a secret. */
export function parseDatabaseUrl(url: string): DatabaseUrl {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === 'sqlite') return { dialect: 'sqlite', file: sqliteFile(url) };
  if (scheme === 'postgres' || scheme === 'postgresql') return postgresUrl(url);
  const found =
    scheme === undefined ? 'a DATABASE_URL without a scheme' : `scheme "${scheme}" in DATABASE_URL`;
  throw new StorageError('unknown-scheme', `Unexpected ${found}, ${EXPECTED}`);
}

/**
 * Throws StorageError "not-found" where a SQLite URL names no file: who only looks at what is kept makes no
 * database, which would look like an empty desk.
 */
export function requireFile({ file }: Extract<DatabaseUrl, { readonly dialect: 'sqlite' }>): void {
  if (file === IN_MEMORY || existsSync(file)) return;
  throw new StorageError(
    'not-found',
    `There is no database at ${resolve(file)}. Check DATABASE_URL, and the folder that this is run in.`,
  );
}

function sqliteFile(url: string): string {
  const file = url.slice('sqlite:'.length).replace(/^\/\//, '');
  if (file === '')
    throw new StorageError('unknown-scheme', `Unexpected DATABASE_URL without a path, ${EXPECTED}`);
  return file;
}

function postgresUrl(url: string): DatabaseUrl {
  try {
    const { host, pathname } = new URL(url);
    return { dialect: 'postgres', url, shown: `postgres://${host}${pathname}` };
  } catch {
    // The original error carries the whole input, password included: it must not be the cause.
    throw new StorageError('unknown-scheme', `Unexpected postgres DATABASE_URL that is no URL, ${EXPECTED}`);
  }
}
