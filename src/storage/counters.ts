import { createHash } from 'node:crypto';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import type { CounterOf, TooOften } from '../http/limits.ts';
import type { Rate } from '../limits.ts';
import type { Database } from './database.ts';

/** Counts in memory where one server has the database alone, else in Postgres, for all servers together. */
export const createCounters =
  (database: Database): CounterOf =>
  (name, rate) => {
    const limiter = limiterOf(database, name, rate);
    return {
      count: (key) =>
        limiter.consume(hashed(key)).then(
          () => undefined,
          (refused: unknown) => tooOften(refused, rate),
        ),
      look: async (key) => {
        const found = await limiter.get(hashed(key));
        return found !== null && found.consumedPoints >= rate.points
          ? { waitMs: found.msBeforeNext, first: false }
          : undefined;
      },
    };
  };

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

function tooOften(refused: unknown, { points }: Rate): TooOften {
  if (!(refused instanceof RateLimiterRes)) throw refused;
  return { waitMs: refused.msBeforeNext, first: refused.consumedPoints === points + 1 };
}

/** Addresses and people's ids are nobody's business in a table that is not about them. */
const hashed = (key: string): string => createHash('sha256').update(key).digest('base64url').slice(0, 22);
