import Libsql from 'libsql';
import { BUSY_TIMEOUT, isBusy, patiently } from './busy.ts';
import { StorageError } from './storage-error.ts';

/** How long a server waits for the one before it to end, so that a restart need not be timed, ms. */
const HANDOVER = 1000;

export interface ServerLock {
  readonly release: () => void;
}

/**
 * Holds an exclusive transaction on a database beside the file. The operating system frees it when the
 * process ends in any way, unlike a pid file. Throws StorageError "second-server".
 */
export async function takeServerLock(file: string): Promise<ServerLock> {
  const database = new Libsql(`${file}.lock`, { timeout: BUSY_TIMEOUT });
  try {
    await patiently(() => database.exec('begin exclusive'), HANDOVER);
  } catch (error) {
    database.close();
    throw isBusy(error) ? secondServer(file) : error;
  }
  return { release: () => void database.close() };
}

/** Whether a server runs on this file now. */
export async function isServed(file: string): Promise<boolean> {
  try {
    const lock = await takeServerLock(file);
    lock.release();
    return false;
  } catch (error) {
    if (error instanceof StorageError) return true;
    throw error;
  }
}

function secondServer(file: string): StorageError {
  return new StorageError(
    'second-server',
    `Another Firstline server uses ${file}. Stop it first, or give this one its own DATABASE_URL; ` +
      'several servers on one database need postgres://…',
  );
}
