import { setImmediate } from 'node:timers/promises';

/**
 * Repeats a work until it finds nothing left to do; gives how much it did in all. In between, others have their
 * turn: SQLite answers within the call, and Postgres is taken for gone when it is silent for as long as all may take.
 */
export async function sliceBySlice(work: () => Promise<number>): Promise<number> {
  let all = 0;
  for (let done = await work(); done > 0; done = await work()) {
    all += done;
    await setImmediate();
  }
  return all;
}
