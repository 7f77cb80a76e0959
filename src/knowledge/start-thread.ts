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
