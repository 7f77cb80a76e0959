import { setImmediate } from 'node:timers/promises';
import { isBusy } from './busy.ts';
import type { Durability } from './durability.ts';
import type { Tx } from './schema.ts';

type RunTransaction = <T>(durability: Durability, work: (tx: Tx) => Promise<T>) => Promise<T>;

interface Waiting {
  readonly durability: Durability;
  /** Does the work; gives how to tell its caller once it is committed. */
  readonly work: (tx: Tx) => Promise<() => void>;
  readonly fail: (error: unknown) => void;
}

/** So many share a commit at most: between two commits the event loop turns to other things. */
const MOST = 64;

/**
 * Transactions that wait together share one commit, and with it one wait for the disk. They run one after
 * the other as they came, each seeing what those before it wrote. Where one fails, all is undone and each
 * runs again by itself, so that only what fails by itself fails.
 */
export function groupCommits(run: RunTransaction): RunTransaction {
  const waiting: Waiting[] = [];
  let committing = false;
  const commitAll = async (): Promise<void> => {
    committing = true;
    while (waiting.length > 0) {
      // Whoever else is about to commit in this turn of the event loop comes along.
      await setImmediate();
      await together(run, waiting.splice(0, MOST));
    }
    committing = false;
  };
  return <T>(durability: Durability, work: (tx: Tx) => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      const told = async (tx: Tx) => {
        const result = await work(tx);
        return () => resolve(result);
      };
      waiting.push({ durability, work: told, fail: reject });
      if (!committing) void commitAll();
    });
}

async function together(run: RunTransaction, group: readonly Waiting[]): Promise<void> {
  try {
    for (const tell of await run(strictest(group), (tx) => inOrder(group, tx))) tell();
  } catch (error) {
    // A lock that somebody else holds is nobody's own failure, and each was waited for long enough.
    if (group.length === 1 || isBusy(error)) for (const { fail } of group) fail(error);
    else for (const one of group) await together(run, [one]);
  }
}

const strictest = (group: readonly Waiting[]): Durability =>
  group.some(({ durability }) => durability === 'full') ? 'full' : 'normal';

async function inOrder(group: readonly Waiting[], tx: Tx): Promise<readonly (() => void)[]> {
  const told: (() => void)[] = [];
  for (const { work } of group) told.push(await work(tx));
  return told;
}
