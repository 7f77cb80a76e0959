import { AsyncLocalStorage } from 'node:async_hooks';
import type { ChatLog } from '../ports.ts';

/** Runs work of the SDK so that what it writes to console.error reaches the log instead. */
export interface SdkConsole {
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
  readonly restore: () => void;
}

/**
 * The SDK's token check prints errors, signing keys among them, on the process's console and takes no
 * logger. Only what is printed inside `run` is turned away; everyone else's console is left as it is.
 */
export function routeSdkConsole(log: ChatLog): SdkConsole {
  const inside = new AsyncLocalStorage<true>();
  const original = console.error;
  const routed = (...parts: unknown[]): void => {
    if (inside.getStore() === undefined) original(...parts);
    // The second shape prints a whole signing key after its first sentence.
    else
      log.warn({ sdk: String(parts[0]).split('. ')[0]?.slice(0, 200) }, 'The Bot Framework SDK complained');
  };
  console.error = routed;
  return {
    run: (work) => inside.run(true, work),
    restore: () => {
      if (console.error === routed) console.error = original;
    },
  };
}
