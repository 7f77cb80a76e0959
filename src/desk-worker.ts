import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { type KeptArticles, type LoadedContent, loadContent } from './check/load-content.ts';
import { listFiles } from './content/list-files.ts';
import type { DeskThreadData, LoadRequest, Told } from './desk-loader.ts';
import { type DeskIndex, type DeskTraining, type PartName, partsOf, printOf } from './desk-parts.ts';
import { foundOrMade, type KeptDesk, keptBesideProgram, printOfContent } from './kept-desk.ts';
import { Analyzer } from './knowledge/analyzer.ts';
import type { Article } from './knowledge/article.ts';
import { ArticleIndex } from './knowledge/article-index.ts';
import { buffersOfIndex, type PackedIndex, packIndex } from './knowledge/packed-index.ts';
import { resultOfThread } from './knowledge/start-thread.ts';
import type { SynonymGroups } from './knowledge/synonyms.ts';
import { trainInWorker } from './knowledge/train-in-worker.ts';
import { buffersOf, type Training, train } from './knowledge/training.ts';

/** The thread of a `DeskLoader`: reads the folder, tells what it read, then what was learned from it. */
let learning = new AbortController();
/** One folder a thread: a `LiveDesk` loads the same one again and again. */
const kept: KeptArticles = { lang: undefined, files: new Map() };
const { keeps }: DeskThreadData = workerData;
const keptBefore: Promise<KeptDesk | undefined> = keeps ? keptBesideProgram() : Promise.resolve(undefined);
/** What each part was when its index was last told, and what was learned of it. */
let indexed: Prints = new Map();
let learned: Prints = new Map();
/** One folder is read and told after another, since each is told by what changed since the one before. */
let before: Promise<unknown> = Promise.resolve();

/** Beyond, a folder is indexed in a thread of its own, beside those that learn. */
const manyArticles = 2_000;

/** By `printOf`. */
type Prints = ReadonlyMap<PartName, string>;

parentPort?.on('message', ({ id, folder }: LoadRequest) => {
  learning.abort();
  learning = new AbortController();
  const { signal } = learning;
  load(id, folder, signal).catch((error: unknown) => {
    if (signal.aborted) tell({ kind: 'superseded', id });
    else tell({ kind: 'failed', id, error });
  });
});

interface Read {
  readonly content: LoadedContent;
  readonly parts: ReadonlyMap<PartName, readonly Article[]>;
  readonly prints: Prints;
}

async function load(id: number, folder: string, signal: AbortSignal): Promise<void> {
  const reading = before.then(() => read(folder));
  const telling = reading.then((one) => tellContent(id, one));
  before = telling.catch(() => {});
  const { content, parts, prints } = await reading;
  // Two cores are soon busy: the text of a small folder is live before anything is learned.
  if (content.articles.length <= manyArticles) await telling;
  const learning = learnChanged(parts, prints, { synonyms: content.desk.synonyms, signal });
  learning.catch(() => {});
  await Promise.all([telling, keep(folder, content)]);
  const told = await learning;
  signal.throwIfAborted();
  learned = prints;
  tell({ kind: 'learned', id, learned: told }, [...told.values()].flatMap(buffersOf));
}

async function read(folder: string): Promise<Read> {
  const content = await loadContent(folder, { kept });
  const parts = partsOf(content);
  const { synonyms } = content.desk;
  return {
    content,
    parts,
    prints: new Map([...parts].map(([name, articles]) => [name, printOf(articles, synonyms)] as const)),
  };
}

/** The thread that takes turns reads a message in one go, and a large folder's would hold it up. */
const bite = 500;

async function tellContent(id: number, { content, parts, prints }: Read): Promise<void> {
  for (let start = 0; start < content.articles.length; start += bite) {
    tell({ kind: 'articles', id, articles: content.articles.slice(start, start + bite) });
    await setImmediate();
  }
  const index: DeskIndex = new Map(
    await Promise.all(
      [...parts]
        .filter(([name]) => indexed.get(name) !== prints.get(name))
        .map(async ([name, articles]) => {
          const print = prints.get(name) ?? '';
          return [name, await indexOf(print, articles, content.desk.synonyms)] as const;
        }),
    ),
  );
  indexed = prints;
  tell(
    { kind: 'content', id, content: { ...content, articles: [] }, index },
    [...index.values()].flatMap(buffersOfIndex),
  );
}

async function indexOf(
  print: string,
  articles: readonly Article[],
  synonyms: SynonymGroups,
): Promise<PackedIndex> {
  const indexes = (await keptBefore)?.indexes;
  return foundOrMade(indexes, print, async () =>
    articles.length > manyArticles
      ? resultOfThread<PackedIndex>(new URL('./index-worker.js', import.meta.url), { articles, synonyms })
      : packIndex(ArticleIndex.of(articles, new Analyzer(synonyms))),
  );
}

/** For the next start. */
async function keep(folder: string, content: LoadedContent): Promise<void> {
  const contents = (await keptBefore)?.contents;
  if (contents === undefined) return;
  const print = await printOfContent(await listFiles(folder, '.'), content.revision);
  await contents.keep(print, content);
}

interface Task {
  readonly synonyms: SynonymGroups;
  readonly signal: AbortSignal;
}

async function learnChanged(parts: Read['parts'], prints: Prints, task: Task): Promise<DeskTraining> {
  const changed = [...parts].filter(([name]) => learned.get(name) !== prints.get(name));
  // Until the changed ones are told, they are known to nobody as they are.
  learned = new Map([...prints].filter(([name, print]) => learned.get(name) === print));
  const trainings = (await keptBefore)?.trainings;
  const learning = changed.map(async ([name, articles]) => {
    const made = () => learn(name, articles, task);
    return [name, await foundOrMade(trainings, prints.get(name) ?? '', made)] as const;
  });
  return new Map(await Promise.all(learning));
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
