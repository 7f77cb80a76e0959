import { createHash } from 'node:crypto';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import type { CounterOf } from '../http/limits.ts';
import type { Rate } from '../limits.ts';
import type { Database } from './database.ts';

/** Counts in memory where one server has the database alone, else in Postgres, for all servers together. */
export const createCounters =
  (database: Database): CounterOf =>
  (name, rate) => {
    const limiter = limiterOf(database, name, rate);
    const counted = async (key: string): Promise<Counted> => {
      const counting = await consumed(limiter, key);
      if (!isOfAnotherTime(counting.count, rate)) return counting;
      await limiter.delete(key);
      return consumed(limiter, key);
    };
    return {
      count: async (key) => {
        const { kind, count } = await counted(hashed(key));
        if (kind === 'taken') return undefined;
        return { waitMs: count.msBeforeNext, first: count.consumedPoints === rate.points + 1 };
      },
      look: async (key) => {
        const found = await limiter.get(hashed(key));
        return found !== null && found.consumedPoints >= rate.points && !isOfAnotherTime(found, rate)
          ? { waitMs: found.msBeforeNext, first: false }
          : undefined;
      },
    };
  };

interface Counted {
  readonly kind: 'taken' | 'refused';
  readonly count: RateLimiterRes;
}

/**
 * The limiter throws what is too often. That it throws tells, not how many it counted: whom it refuses from
 * memory, without asking the database, it counts as none.
 */
const consumed = (limiter: RateLimiterAbstract, key: string): Promise<Counted> =>
  limiter.consume(key).then(
    (count): Counted => ({ kind: 'taken', count }),
    (refused: unknown): Counted => {
      if (refused instanceof RateLimiterRes) return { kind: 'refused', count: refused };
      throw refused;
    },
  );

/**
 * No count runs on for longer than its time, twice that by the clocks of other servers: the clock was set
 * back since, and nobody is to wait for as long as it was.
 */
const isOfAnotherTime = ({ msBeforeNext }: RateLimiterRes, { seconds }: Rate): boolean =>
  msBeforeNext > 2 * seconds * 1000;

function limiterOf(database: Database, name: string, { points, seconds }: Rate): RateLimiterAbstract {
  const memory = new RateLimiterMemory({ points, duration: seconds });
  if (database.dialect === 'sqlite') return memory;
  return new RateLimiterPostgres({
    points,
    duration: seconds,
    storeClient: database.pool,
    storeType: 'pool',
    keyPrefix: name,
    tableName: 'rate_limits',
    // By a migration.
    tableCreated: true,
    // Whoever is over is refused from memory: a flood does not reach the database.
    inMemoryBlockOnConsumed: points + 1,
    // Who may do what is not for a database that is away to decide: each server counts for itself then.
    insuranceLimiter: memory,
  });
}

/** Addresses and people's ids are nobody's business in a table that is not about them. */
const hashed = (key: string): string => createHash('sha256').update(key).digest('base64url').slice(0, 22);
