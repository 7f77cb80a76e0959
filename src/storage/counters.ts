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
    const counted = async (key: string): Promise<RateLimiterRes> => {
      const count = await consumed(limiter, key);
      if (!isOfAnotherTime(count, rate)) return count;
      await limiter.delete(key);
      return consumed(limiter, key);
    };
    return {
      count: async (key) => {
        const { consumedPoints, msBeforeNext } = await counted(hashed(key));
        if (consumedPoints <= rate.points) return undefined;
        return { waitMs: msBeforeNext, first: consumedPoints === rate.points + 1 };
      },
      look: async (key) => {
        const found = await limiter.get(hashed(key));
        return found !== null && found.consumedPoints >= rate.points && !isOfAnotherTime(found, rate)
          ? { waitMs: found.msBeforeNext, first: false }
          : undefined;
      },
    };
  };

/** What was counted, also where it is too often, which the limiter throws. */
const consumed = (limiter: RateLimiterAbstract, key: string): Promise<RateLimiterRes> =>
  limiter.consume(key).catch((refused: unknown) => {
    if (refused instanceof RateLimiterRes) return refused;
    throw refused;
  });

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
