import { watch } from 'chokidar';

export interface FolderWatch {
  /** Resolves when nothing is watched any more and a change that was being handled is done. */
  readonly close: () => Promise<void>;
}

export interface WatchOptions {
  /** Quiet time after the last change of a burst, in milliseconds; 200 when left out. */
  readonly debounceMs?: number;
  /** Called at the first change of a burst, so that something can be made ready while it goes on. */
  readonly onBegin?: () => void;
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
  { debounceMs = 200, onBegin = () => {}, onError = () => {} }: WatchOptions = {},
): Promise<FolderWatch> {
  // Links are not followed: the readers decide which links may be read.
  const watcher = watch(root, { ignoreInitial: true, followSymlinks: false });
  const burst = new Burst({ debounceMs, onBegin, onError }, onChange);
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
  readonly #options: Required<WatchOptions>;
  readonly #onChange: () => void | Promise<void>;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: Required<WatchOptions>, onChange: () => void | Promise<void>) {
    this.#options = options;
    this.#onChange = onChange;
  }

  touch(): void {
    if (this.#stopped) return;
    const { debounceMs, onBegin, onError } = this.#options;
    if (this.#timer === undefined) onBegin();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#running = this.#running.then(this.#onChange).catch(onError);
    }, debounceMs);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }
}
