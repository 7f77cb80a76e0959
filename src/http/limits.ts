import { type Rate, type Rates, rates } from '../limits.ts';
import { HttpProblem } from './problem.ts';

/** Somebody did something too often. */
export interface TooOften {
  /** Until it may be tried again, ms. */
  readonly waitMs: number;
  /** Whether it is the first time since they last might: then it is worth telling them. */
  readonly first: boolean;
}

/** Counts what is done under a key. */
export interface Counter {
  /** Counts one more; undefined while it is not too often. */
  readonly count: (key: string) => Promise<TooOften | undefined>;
  /** Whether one more would be too often; counts nothing. */
  readonly look: (key: string) => Promise<TooOften | undefined>;
}

/** Implemented where things are kept, so that instances that share a database share their counts. */
export type CounterOf = (name: string, rate: Rate) => Counter;

export interface Limit extends Counter {
  /** Counts one more. Throws 429 with Retry-After, seconds, where it is too often. */
  readonly take: (key: string) => Promise<void>;
}

export type Limits = Readonly<Record<keyof Rates, Limit>>;

export function createLimits(counterOf: CounterOf, settings: Rates = rates): Limits {
  const limit = (name: keyof Rates): Limit => {
    const counter = counterOf(name, settings[name]);
    return {
      ...counter,
      take: async (key) => {
        const refused = await counter.count(key);
        if (refused !== undefined) throw tooOften(refused);
      },
    };
  };
  return {
    said: limit('said'),
    saidByAddress: limit('saidByAddress'),
    conversations: limit('conversations'),
    uploads: limit('uploads'),
    reads: limit('reads'),
    suggestions: limit('suggestions'),
    links: limit('links'),
    strangers: limit('strangers'),
  };
}

export const tooOften = ({ waitMs }: TooOften): HttpProblem =>
  new HttpProblem(429, 'Too many requests. Try again in a moment.', {
    'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))),
  });
