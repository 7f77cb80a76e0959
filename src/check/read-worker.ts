import { parentPort, workerData } from 'node:worker_threads';
import { readFiles } from '../content/read-folder.ts';
import { readArticle } from '../knowledge/read-article.ts';
import type { ReadThreadData, ToRead, WasRead } from './read-thread.ts';

const { root, lang }: ReadThreadData = workerData;

parentPort?.on('message', async ({ id, files }: ToRead) => {
  const results = await readFiles(root, files, { make: (document) => readArticle(document, lang) });
  const read: WasRead = { id, results };
  parentPort?.postMessage(read);
});
