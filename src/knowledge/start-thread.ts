import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

/**
 * Starts a module as a thread. Built, the module is JavaScript; from the sources it is TypeScript, which
 * tsx must read for a thread.
 *
 * @param module its URL with the ending .js, beside the caller: `new URL('./name.js', import.meta.url)`
 */
export function startThread(module: URL, workerData: unknown): Worker {
  // tsx puts a query behind the URLs of what it loads.
  if (!new URL(import.meta.url).pathname.endsWith('.ts')) return new Worker(module, { workerData });
  const file = JSON.stringify(module.href.replace(/js$/u, 'ts'));
  const tsx = JSON.stringify(
    pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm/api')).href.replace(/cjs$/u, 'mjs'),
  );
  return new Worker(`import(${tsx}).then(({ tsImport }) => tsImport(${file}, ${file}))`, {
    eval: true,
    workerData,
  });
}

/**
 * Runs a module as a thread for the one result that it posts. Rejects when the thread fails, and with the
 * signal's reason when the result is no longer wanted; the thread then ends at once.
 */
export async function resultOfThread<Result>(
  module: URL,
  workerData: unknown,
  signal?: AbortSignal,
): Promise<Result> {
  signal?.throwIfAborted();
  const worker = startThread(module, workerData);
  const abort = (): void => void worker.terminate();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await new Promise<Result>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(signal?.reason ?? new Error('A thread ended without a result')));
    });
  } finally {
    signal?.removeEventListener('abort', abort);
    await worker.terminate();
  }
}
