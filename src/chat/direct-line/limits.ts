import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { clientAddress } from '../../http/client-address.ts';
import type { HttpRequest } from '../../http/handler.ts';
import { HttpProblem } from '../../http/problem.ts';

/** So many in a minute. Polling clients read once a second. */
export interface LimitSettings {
  /** New tokens, by address. */
  readonly tokens: number;
  /** Things said, by conversation. */
  readonly said: number;
  /** Uploads, by conversation. */
  readonly uploads: number;
  /** Anything else, by conversation. */
  readonly reads: number;
  /** Suggestions, which cost a search each, by address. */
  readonly suggestions: number;
}

export const defaultLimits: LimitSettings = {
  tokens: 60,
  said: 60,
  uploads: 20,
  reads: 300,
  suggestions: 240,
};

/** Throws 429 with Retry-After, seconds, where somebody does something too often. */
export type Limits = Readonly<Record<keyof LimitSettings, (key: string) => Promise<void>>>;

/** By process: an instance more lets more through, which is what it is for. */
export function createLimits(settings: LimitSettings): Limits {
  return {
    tokens: limit(settings.tokens),
    said: limit(settings.said),
    uploads: limit(settings.uploads),
    reads: limit(settings.reads),
    suggestions: limit(settings.suggestions),
  };
}

function limit(points: number): (key: string) => Promise<void> {
  const limiter = new RateLimiterMemory({ points, duration: 60 });
  return async (key) => {
    try {
      await limiter.consume(key);
    } catch (refused) {
      throw refused instanceof RateLimiterRes ? tooOften(refused) : refused;
    }
  };
}

const tooOften = ({ msBeforeNext }: RateLimiterRes): HttpProblem =>
  new HttpProblem(429, 'Too many requests. Try again in a moment.', {
    'retry-after': String(Math.max(1, Math.ceil(msBeforeNext / 1000))),
  });

export const addressOf = ({ raw }: HttpRequest): string => clientAddress(raw);
