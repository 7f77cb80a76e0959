import type { Worker } from 'node:worker_threads';
import type { Article } from './article.ts';
import type { PackedIndex } from './packed-index.ts';
import { startThread } from './start-thread.ts';
import type { SynonymGroups } from './synonyms.ts';

/** Articles to index behind those before, in bites; then that there are no more. */
export type ToIndex = readonly Article[] | 'no more';

/** Indexes articles in a thread of its own while they are still being read. */
export class IndexThread {
  readonly #worker: Worker;
  readonly #packed: Promise<PackedIndex>;
  readonly #ids: string[] = [];
  #isFinished = false;

  constructor(synonyms: SynonymGroups) {
    const worker = startThread(new URL('./index-worker.js', import.meta.url), { synonyms });
    this.#worker = worker;
    this.#packed = new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('The thread that indexes has ended.')));
    });
    this.#packed.catch(() => {});
  }

  add(articles: readonly Article[]): void {
    for (const { id } of articles) this.#ids.push(id);
    this.#tell(articles);
  }

  /** Whether these and no others were added, in this order. */
  has(articles: readonly Article[]): boolean {
    return articles.length === this.#ids.length && articles.every(({ id }, at) => id === this.#ids[at]);
  }

  /** No more are added. */
  finish(): void {
    if (!this.#isFinished) this.#tell('no more');
    this.#isFinished = true;
  }

  /** What MiniSearch says of them; ends the thread. */
  async packed(): Promise<PackedIndex> {
    this.finish();
    try {
      return await this.#packed;
    } finally {
      await this.end();
    }
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #tell(told: ToIndex): void {
    this.#worker.postMessage(told);
  }
}
