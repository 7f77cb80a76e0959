import { watch } from 'chokidar';

export interface FolderWatch {
  /** Resolves when nothing is watched any more and a change that was being handled is done. */
  readonly close: () => Promise<void>;
}

export interface WatchOptions {
  /** Quiet time after the last change of a burst, in milliseconds; 200 when left out. */
  readonly debounceMs?: number;
  /** Given what `onChange` throws; without it such a fault is lost, so give one. */
  readonly onError?: (error: unknown) => void;
}

/**
 * Calls `onChange` once after each burst of changes below `root`, and never twice at a time: what
 * changes meanwhile leads to one more call. Resolves when watching has begun.
 */
export async function watchFolder(
  root: string,
  onChange: () => void | Promise<void>,
  { debounceMs = 200, onError = () => {} }: WatchOptions = {},
): Promise<FolderWatch> {
  // Links are not followed: the readers decide which links may be read.
  const watcher = watch(root, { ignoreInitial: true, followSymlinks: false });
  const burst = new Burst(debounceMs, onChange, onError);
  watcher.on('all', () => burst.touch());
  watcher.on('error', onError);
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
  return {
    close: async () => {
      await watcher.close();
      await burst.stop();
    },
  };
}

class Burst {
  readonly #quietMs: number;
  readonly #onChange: () => void | Promise<void>;
  readonly #onError: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(quietMs: number, onChange: () => void | Promise<void>, onError: (error: unknown) => void) {
    this.#quietMs = quietMs;
    this.#onChange = onChange;
    this.#onError = onError;
  }

  touch(): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#running = this.#running.then(this.#onChange).catch(this.#onError);
    }, this.#quietMs);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }
}
