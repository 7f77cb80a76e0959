import type { KnowledgeSnapshot } from './answer.ts';
import type { Article } from './article.ts';
import { carryOver } from './carry-over.ts';
import { openSnapshotInBites, type SnapshotOptions } from './snapshot.ts';
import { trainInWorker } from './train-in-worker.ts';
import type { Training } from './training.ts';

interface Loaded {
  readonly articles: readonly Article[];
  readonly training: Training;
  readonly snapshot: KnowledgeSnapshot;
}

/**
 * The knowledge while its folder changes. `current` is whole at any time: a change is opened beside it and
 * swapped in, first with the ranking learned before, then with its own. Of several changes the last counts.
 */
export class LiveKnowledge {
  #loaded: Loaded;
  #learning = new AbortController();

  private constructor(loaded: Loaded) {
    this.#loaded = loaded;
  }

  /** Learns in a worker, and resolves when questions can be answered. */
  static async open(articles: readonly Article[], options: SnapshotOptions = {}): Promise<LiveKnowledge> {
    return new LiveKnowledge(await load(articles, options));
  }

  get current(): KnowledgeSnapshot {
    return this.#loaded.snapshot;
  }

  /**
   * Resolves 'learned' when the new ranking is in place, or 'superseded' when another update or a stop
   * came first. The texts are live before.
   */
  async update(
    articles: readonly Article[],
    options: SnapshotOptions = {},
  ): Promise<'learned' | 'superseded'> {
    this.#learning.abort();
    const learning = new AbortController();
    this.#learning = learning;
    const before = this.#loaded;
    const training = carryOver(before.training, before.articles, articles);
    const snapshot = await openSnapshotInBites(articles, training, options);
    if (learning.signal.aborted) return 'superseded';
    this.#loaded = { articles, training, snapshot };
    try {
      const loaded = await load(articles, options, learning.signal);
      if (learning.signal.aborted) return 'superseded';
      this.#loaded = loaded;
      return 'learned';
    } catch (error) {
      if (learning.signal.aborted) return 'superseded';
      throw error;
    }
  }

  /** Ends a training under way; `current` goes on answering. */
  stop(): void {
    this.#learning.abort();
  }
}

async function load(
  articles: readonly Article[],
  options: SnapshotOptions,
  signal?: AbortSignal,
): Promise<Loaded> {
  const training = await trainInWorker(articles, options.synonyms, signal);
  return { articles, training, snapshot: await openSnapshotInBites(articles, training, options) };
}
