import { parentPort } from 'node:worker_threads';
import { loadContent } from './check/load-content.ts';
import type { KeptFiles } from './content/read-folder.ts';
import type { LoadRequest, Told } from './desk-loader.ts';
import { byLanguage } from './knowledge/languages.ts';
import { trainInWorker } from './knowledge/train-in-worker.ts';
import { buffersOf, train } from './knowledge/training.ts';
import { typeArticles } from './type-article.ts';

/** The thread of a `DeskLoader`: reads the folder, tells what it read, then what was learned from it. */
let learning = new AbortController();
/** One folder a thread: a `LiveDesk` loads the same one again and again. */
const kept: KeptFiles = new Map();

parentPort?.on('message', ({ id, folder }: LoadRequest) => {
  learning.abort();
  learning = new AbortController();
  const { signal } = learning;
  load(id, folder, signal).catch((error: unknown) => {
    if (signal.aborted) tell({ kind: 'superseded', id });
    else tell({ kind: 'failed', id, error });
  });
});

async function load(id: number, folder: string, signal: AbortSignal): Promise<void> {
  const content = await loadContent(folder, { kept });
  tell({ kind: 'content', id, content });
  const { synonyms, lang } = content.desk;
  // In threads of their own, so that the next change need not wait for them.
  const training = trainInWorker(byLanguage(content.articles, lang).own, synonyms, signal);
  const types = train(typeArticles(content.types), synonyms);
  const articles = await training;
  tell({ kind: 'learned', id, learned: { articles, types } }, [...buffersOf(articles), ...buffersOf(types)]);
}

function tell(told: Told, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(told, transfer);
}
