import { HttpProblem } from './problem.ts';

export interface HeldLimits {
  readonly fileBytes: number;
  readonly fileBytesByHolder: number;
}

/** Files that are held in memory while they come and until they are kept: all of them have a bound. */
export interface HeldBytes {
  /** `holder`: an address, or somebody whom a channel vouches for. */
  readonly begin: (holder: string) => Hold;
}

export interface Hold {
  /** Holds so many more. Throws 503, or 429 where the holder alone has too many, with Retry-After; holds nothing then. */
  readonly add: (bytes: number) => void;
  /** Lets go of all. */
  readonly end: () => void;
}

/** By what arrived and not by what was announced: who announces much and sends nothing keeps nobody out. */
export function createHeldBytes({ fileBytes, fileBytesByHolder }: HeldLimits): HeldBytes {
  const byHolder = new Map<string, number>();
  let all = 0;
  const change = (holder: string, bytes: number): void => {
    all += bytes;
    const left = (byHolder.get(holder) ?? 0) + bytes;
    if (left > 0) byHolder.set(holder, left);
    else byHolder.delete(holder);
  };
  return {
    begin: (holder) => {
      let held = 0;
      const end = (): void => {
        change(holder, -held);
        held = 0;
      };
      return {
        add: (bytes) => {
          const refused = refusal(
            all + bytes > fileBytes,
            (byHolder.get(holder) ?? 0) + bytes > fileBytesByHolder,
          );
          if (refused !== undefined) {
            end();
            throw refused;
          }
          change(holder, bytes);
          held += bytes;
        },
        end,
      };
    },
  };
}

function refusal(tooManyOfAll: boolean, tooManyOfOne: boolean): HttpProblem | undefined {
  const again = { 'retry-after': '5' };
  if (tooManyOfOne)
    return new HttpProblem(429, 'Too many files at once. Send them one after the other.', again);
  if (tooManyOfAll)
    return new HttpProblem(503, 'The desk takes too many files just now. Send it again in a moment.', again);
  return undefined;
}
