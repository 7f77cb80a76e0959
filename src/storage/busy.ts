import { setTimeout as sleep } from 'node:timers/promises';

/** What one attempt may block the event loop for, since libsql waits inside the call, ms. */
export const BUSY_TIMEOUT = 50;
/** How long a statement waits for another process's lock before it fails, ms. */
const PATIENCE = 5000;

/** SQLite's or Postgres' code of an error, or "". */
export function errorCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}

/** Another connection holds the lock. */
export function isBusy(error: unknown): boolean {
  return errorCode(error).startsWith('SQLITE_BUSY');
}

const UNWRITABLE = /^(E[A-Z]+$|SQLITE_(READONLY|CANTOPEN|IOERR|FULL|PERM|AUTH))/;

/** The disk, or who owns what is on it, refuses. libsql tells a failed opening in its message only. */
export function isUnwritable(error: unknown): boolean {
  return (
    UNWRITABLE.test(errorCode(error)) ||
    (error instanceof Error && error.message.includes('ConnectionFailed'))
  );
}

/** serialization_failure and deadlock_detected: Postgres undid the transaction and asks for another try. */
export const isUndone = (error: unknown): boolean => ['40001', '40P01'].includes(errorCode(error));

/** What a statement on its own gives; undefined where Postgres undid it: then a transaction may try it again. */
export const unlessUndone = <T>(statement: Promise<T>): Promise<T | undefined> =>
  statement.catch((error: unknown) => {
    if (!isUndone(error)) throw error;
    return undefined;
  });

/**
 * Waits for SQLite outside of SQLite: a long busy_timeout would freeze every conversation of the process
 * while one waits. The jitter keeps two waiting processes from meeting again and again.
 */
export async function patiently<T>(attempt: () => T | Promise<T>, patience = PATIENCE): Promise<T> {
  const deadline = performance.now() + patience;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
    }
    await sleep(20 + Math.random() * 80);
  }
}
