import { within } from '../within.ts';

/** Work that a stop must wait for. */
export interface InFlight {
  readonly track: <T>(work: Promise<T>) => Promise<T>;
  /** Resolves when nothing is in flight, also nothing begun meanwhile, or after `limitMs`. */
  readonly idle: (limitMs: number) => Promise<void>;
}

export function createInFlight(): InFlight {
  const running = new Set<Promise<unknown>>();
  return {
    track: (work) => {
      running.add(work);
      const done = (): boolean => running.delete(work);
      work.then(done, done);
      return work;
    },
    idle: (limitMs) => within(limitMs, drained(running)),
  };
}

async function drained(running: ReadonlySet<Promise<unknown>>): Promise<void> {
  while (running.size > 0) await Promise.allSettled(running);
}
