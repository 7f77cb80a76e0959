import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { type LoadedContent, loadContent } from './check/load-content.ts';
import { listFiles } from './content/list-files.ts';
import type { KeptFiles } from './content/read-folder.ts';
import type { DeskThreadData, LoadRequest, Told } from './desk-loader.ts';
import { type DeskTraining, type PartName, partsOf, printOf } from './desk-parts.ts';
import { type KeptDesk, keptBesideProgram, printOfContent } from './kept-desk.ts';
import type { Article } from './knowledge/article.ts';
import type { SynonymGroups } from './knowledge/synonyms.ts';
import { trainInWorker } from './knowledge/train-in-worker.ts';
import { buffersOf, type Training, train } from './knowledge/training.ts';

/** The thread of a `DeskLoader`: reads the folder, tells what it read, then what was learned from it. */
let learning = new AbortController();
/** One folder a thread: a `LiveDesk` loads the same one again and again. */
const kept: KeptFiles = new Map();
const { keeps }: DeskThreadData = workerData;
const before: Promise<KeptDesk | undefined> = keeps ? keptBesideProgram() : Promise.resolve(undefined);
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
  await tellContent(id, content);
  const { synonyms } = content.desk;
  const parts = partsOf(content);
  const prints = new Map([...parts].map(([name, articles]) => [name, printOf(articles, synonyms)] as const));
  const changed = [...parts].filter(([name]) => learned.get(name) !== prints.get(name));
  // Until the changed ones are told, they are known to nobody as they are.
  learned = new Map([...prints].filter(([name, print]) => learned.get(name) === print));
  const training = changed.map(async ([name, articles]) => {
    const task = { synonyms, print: prints.get(name) ?? '', signal };
    return [name, await trainingOf(name, articles, task)] as const;
  });
  const [trainings] = await Promise.all([Promise.all(training), keep(folder, content)]);
  const told: DeskTraining = new Map(trainings);
  signal.throwIfAborted();
  learned = prints;
  tell({ kind: 'learned', id, learned: told }, [...told.values()].flatMap(buffersOf));
}

/** The thread that takes turns reads a message in one go, and a large folder's would hold it up. */
const bite = 500;

async function tellContent(id: number, content: LoadedContent): Promise<void> {
  for (let start = 0; start < content.articles.length; start += bite) {
    tell({ kind: 'articles', id, articles: content.articles.slice(start, start + bite) });
    await setImmediate();
  }
  tell({ kind: 'content', id, content: { ...content, articles: [] } });
}

/** For the next start. */
async function keep(folder: string, content: LoadedContent): Promise<void> {
  const contents = (await before)?.contents;
  if (contents === undefined) return;
  const print = await printOfContent(await listFiles(folder, '.'), content.revision);
  await contents.keep(print, content);
}

interface Task {
  readonly synonyms: SynonymGroups;
  readonly print: string;
  readonly signal: AbortSignal;
}

async function trainingOf(name: PartName, articles: readonly Article[], task: Task): Promise<Training> {
  const trainings = (await before)?.trainings;
  const known = await trainings?.find(task.print);
  if (known !== undefined) return known;
  const training = await learn(name, articles, task);
  await trainings?.keep(task.print, training);
  return training;
}

/** The desk's own language in threads of its own, the few articles of the other parts here meanwhile. */
async function learn(
  name: PartName,
  articles: readonly Article[],
  { synonyms, signal }: Task,
): Promise<Training> {
  if (name === 'own') return trainInWorker(articles, synonyms, signal);
  // Another change is heard of between two parts.
  await setImmediate();
  signal.throwIfAborted();
  return train(articles, synonyms);
}

function tell(told: Told, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(told, transfer);
}
