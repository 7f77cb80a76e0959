import type { Article } from './article.ts';
import { startThread } from './start-thread.ts';
import type { SynonymGroups } from './synonyms.ts';
import type { Training } from './training.ts';

/**
 * Learns in a thread of its own, so that the caller's goes on meanwhile. Rejects when the thread fails, and
 * with the signal's reason when the training is no longer wanted; the thread then ends at once.
 */
export async function trainInWorker(
  articles: readonly Article[],
  synonyms: SynonymGroups = [],
  signal?: AbortSignal,
): Promise<Training> {
  signal?.throwIfAborted();
  const worker = startThread(new URL('./train-worker.js', import.meta.url), { articles, synonyms });
  const abort = (): void => void worker.terminate();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await new Promise<Training>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(signal?.reason ?? new Error('Training ended without a result')));
    });
  } finally {
    signal?.removeEventListener('abort', abort);
    await worker.terminate();
  }
}
