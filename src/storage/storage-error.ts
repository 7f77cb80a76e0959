export type StorageFault =
  | 'unknown-scheme'
  | 'not-writable'
  | 'not-a-database'
  | 'newer-schema'
  | 'older-schema'
  | 'second-server'
  | 'not-sqlite'
  | 'not-found'
  | 'unreachable';

/** Storage that cannot be opened. The message says what to do, and never holds a password. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly fault: StorageFault;

  constructor(fault: StorageFault, message: string) {
    super(message);
    this.fault = fault;
  }
}
