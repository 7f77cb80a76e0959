export interface BurstOptions {
  /** Quiet time after the last change of a burst, in milliseconds; 200 when left out. */
  readonly debounceMs: number;
  /** Called at the first change of a burst, so that something can be made ready while it goes on. */
  readonly onBegin: () => void;
  /** Given what `onChange` throws; without it such a fault is lost, so give one. */
  readonly onError: (error: unknown) => void;
}

/** A folder that is written to without a pause is handled after so many quiet times all the same. */
const longestBurst = 10;

/**
 * Many changes in a row as one: `onChange` is called after them, and never twice at a time; what changes
 * meanwhile leads to one more call.
 */
export class Burst {
  readonly #options: BurstOptions;
  readonly #onChange: () => void | Promise<void>;
  /** Set while a burst goes on; and when it began, by `performance.now`. */
  #timer: NodeJS.Timeout | undefined;
  #begun = 0;
  #running: Promise<void> = Promise.resolve();
  /** A call waits for the one that runs: it will see whatever changes until then. */
  #waiting = false;
  #stopped = false;

  constructor(options: BurstOptions, onChange: () => void | Promise<void>) {
    this.#options = options;
    this.#onChange = onChange;
  }

  touch(): void {
    if (this.#stopped) return;
    const { debounceMs, onBegin } = this.#options;
    const now = performance.now();
    if (this.#timer === undefined) {
      this.#begun = now;
      onBegin();
    }
    clearTimeout(this.#timer);
    const left = this.#begun + longestBurst * debounceMs - now;
    this.#timer = setTimeout(() => this.#end(), Math.max(0, Math.min(debounceMs, left)));
  }

  #end(): void {
    this.#timer = undefined;
    if (this.#waiting) return;
    this.#waiting = true;
    const handle = (): void | Promise<void> => {
      this.#waiting = false;
      return this.#onChange();
    };
    this.#running = this.#running.then(handle).catch(this.#options.onError);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }
}
