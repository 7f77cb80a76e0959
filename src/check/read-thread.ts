import type { Worker } from 'node:worker_threads';
import type { FileResult } from '../content/read-folder.ts';
import type { ArticleResult } from '../knowledge/read-article.ts';
import { startThread } from '../knowledge/start-thread.ts';

/** What the thread is started with. */
export interface ReadThreadData {
  /** The knowledge folder. */
  readonly root: string;
  /** The desk's language. */
  readonly lang: string;
}

/** A few files, and what was made of them. */
export interface ToRead {
  readonly id: number;
  readonly files: readonly string[];
}

export interface WasRead {
  readonly id: number;
  readonly results: readonly FileResult<ArticleResult>[];
}

interface Waiting {
  readonly resolve: (results: readonly FileResult<ArticleResult>[]) => void;
  readonly reject: (error: Error) => void;
}

/** Reads articles' files in a thread of its own, which starts with the first. */
export class ReadThread {
  readonly #data: ReadThreadData;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #lastId = 0;

  constructor(data: ReadThreadData) {
    this.#data = data;
  }

  readonly read = (files: readonly string[]): Promise<readonly FileResult<ArticleResult>[]> =>
    new Promise((resolve, reject) => {
      const asked: ToRead = { id: ++this.#lastId, files };
      this.#waiting.set(asked.id, { resolve, reject });
      this.#worker ??= this.#start();
      this.#worker.postMessage(asked);
    });

  async end(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = startThread(new URL('./read-worker.js', import.meta.url), this.#data);
    worker.on('message', ({ id, results }: WasRead) => {
      this.#waiting.get(id)?.resolve(results);
      this.#waiting.delete(id);
    });
    const giveUp = (error: Error): void => {
      for (const { reject } of this.#waiting.values()) reject(error);
    };
    worker.once('error', giveUp);
    worker.once('exit', () => giveUp(new Error('The thread that reads articles has ended.')));
    return worker;
  }
}
