import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { loadContent } from './check/load-content.ts';
import type { KeptFiles } from './content/read-folder.ts';
import type { DeskTraining, LoadRequest, Told } from './desk-loader.ts';
import { type PartName, partsOf } from './desk-parts.ts';
import type { Article } from './knowledge/article.ts';
import type { SynonymGroups } from './knowledge/synonyms.ts';
import { trainInWorker } from './knowledge/train-in-worker.ts';
import { buffersOf, train } from './knowledge/training.ts';

/** The thread of a `DeskLoader`: reads the folder, tells what it read, then what was learned from it. */
let learning = new AbortController();
/** One folder a thread: a `LiveDesk` loads the same one again and again. */
const kept: KeptFiles = new Map();
/** What each part was when it was last learned and told. */
let learned: ReadonlyMap<PartName, string> = new Map();

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
  const { synonyms } = content.desk;
  const parts = partsOf(content);
  const prints = new Map([...parts].map(([name, articles]) => [name, printOf(articles, synonyms)] as const));
  const changed = [...parts].filter(([name]) => learned.get(name) !== prints.get(name));
  // Until the changed ones are told, they are known to nobody as they are.
  learned = new Map([...prints].filter(([name, print]) => learned.get(name) === print));
  const trainings = await learn(changed, synonyms, signal);
  signal.throwIfAborted();
  learned = prints;
  tell({ kind: 'learned', id, learned: trainings }, [...trainings.values()].flatMap(buffersOf));
}

/** The desk's own language in threads of its own, the few articles of the other parts here meanwhile. */
async function learn(
  parts: readonly (readonly [PartName, readonly Article[]])[],
  synonyms: SynonymGroups,
  signal: AbortSignal,
): Promise<DeskTraining> {
  const trained = parts.map(async ([name, articles]) => {
    if (name === 'own') return [name, await trainInWorker(articles, synonyms, signal)] as const;
    // Another change is heard of between two parts.
    await setImmediate();
    signal.throwIfAborted();
    return [name, train(articles, synonyms)] as const;
  });
  return new Map(await Promise.all(trained));
}

/** All that is learned from. */
function printOf(articles: readonly Article[], synonyms: SynonymGroups): string {
  const hash = createHash('sha256').update(JSON.stringify(synonyms));
  for (const { id, title, questions, passages } of articles)
    hash.update(
      JSON.stringify([id, title, questions, passages.map(({ headings, text }) => [headings, text])]),
    );
  return hash.digest('base64');
}

function tell(told: Told, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(told, transfer);
}
