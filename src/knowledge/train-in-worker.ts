import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Article } from './article.ts';
import type { SynonymGroups } from './synonyms.ts';
import type { Training } from './training.ts';

const fromSources = import.meta.url.endsWith('.ts');

/** Built, the worker is JavaScript; from the sources it is TypeScript, which tsx must read for a thread. */
function startWorker(workerData: unknown): Worker {
  if (!fromSources) return new Worker(new URL('./train-worker.js', import.meta.url), { workerData });
  const file = JSON.stringify(new URL('./train-worker.ts', import.meta.url).href);
  const tsx = JSON.stringify(
    pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm/api')).href.replace(/cjs$/u, 'mjs'),
  );
  return new Worker(`import(${tsx}).then(({ tsImport }) => tsImport(${file}, ${file}))`, {
    eval: true,
    workerData,
  });
}

/**
 * Learns in a thread of its own, so that turns go on meanwhile. Rejects when the thread fails, and with
 * the signal's reason when the training is no longer wanted; the thread then ends at once.
 */
export async function trainInWorker(
  articles: readonly Article[],
  synonyms: SynonymGroups = [],
  signal?: AbortSignal,
): Promise<Training> {
  signal?.throwIfAborted();
  const worker = startWorker({ articles, synonyms });
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
