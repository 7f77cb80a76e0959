import type { Durability } from './durability.ts';
import type { Tx } from './schema.ts';

/** Rings after a commit that wrote to the outbox, so that what is due at once is sent at once. */
export interface OutboxBell {
  /** Called after such a commit of this process; gives how to stop. Others' are found by looking. */
  readonly onOutbox: (listener: () => void) => () => void;
}

const written = new WeakSet<Tx>();

/** The transaction writes what a relay should look at as soon as it is committed. */
export function noteOutbox(tx: Tx): void {
  written.add(tx);
}

interface Transactions {
  readonly transaction: <T>(durability: Durability, work: (tx: Tx) => Promise<T>) => Promise<T>;
}

export function withBell<D extends Transactions>(database: D): D & OutboxBell {
  const listeners = new Set<() => void>();
  return {
    ...database,
    transaction: async <T>(durability: Durability, work: (tx: Tx) => Promise<T>): Promise<T> => {
      let last: Tx | undefined;
      const result = await database.transaction(durability, (tx) => {
        last = tx;
        return work(tx);
      });
      if (last !== undefined && written.has(last)) for (const listener of listeners) listener();
      return result;
    },
    onOutbox: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
