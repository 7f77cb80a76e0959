import type { Article } from './article.ts';
import { startThread } from './start-thread.ts';
import type { SynonymGroups } from './synonyms.ts';
import { joined, type Part, parts, type Training, type TrainingPart } from './training.ts';

/**
 * Learns in two threads of their own, so that the caller's goes on meanwhile. Rejects when one fails, and
 * with the signal's reason when the training is no longer wanted; the threads then end at once.
 */
export async function trainInWorker(
  articles: readonly Article[],
  synonyms: SynonymGroups = [],
  signal?: AbortSignal,
): Promise<Training> {
  return joined(await Promise.all(parts.map((part) => partInWorker({ articles, synonyms, part }, signal))));
}

interface Task {
  readonly articles: readonly Article[];
  readonly synonyms: SynonymGroups;
  readonly part: Part;
}

async function partInWorker(task: Task, signal: AbortSignal | undefined): Promise<TrainingPart> {
  signal?.throwIfAborted();
  const worker = startThread(new URL('./train-worker.js', import.meta.url), task);
  const abort = (): void => void worker.terminate();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await new Promise<TrainingPart>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(signal?.reason ?? new Error('Training ended without a result')));
    });
  } finally {
    signal?.removeEventListener('abort', abort);
    await worker.terminate();
  }
}
