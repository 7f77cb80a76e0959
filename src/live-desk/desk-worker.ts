import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { type LoadedContent, loadContent, nothingKept } from '../check/load-content.ts';
import { listFiles, manyDocuments } from '../content/list-files.ts';
import type { Article } from '../knowledge/article.ts';
import { type PackedArticles, packArticles } from '../knowledge/packed-articles.ts';
import { buffersOfIndex } from '../knowledge/packed-index.ts';
import { trainInWorker } from '../knowledge/train-in-worker.ts';
import { buffersOf, type Training, train } from '../knowledge/training.ts';
import type { DeskThreadData, LoadRequest, Request, Told } from './desk-loader.ts';
import { type DeskIndex, type DeskTraining, type PartName, partsOf, printOf } from './desk-parts.ts';
import { IndexAhead } from './index-ahead.ts';
import { foundOrMade, type KeptDesk, keptBesideProgram, printOfContent } from './kept-desk.ts';
import type { Prints } from './packed-content.ts';
import { PartIndexes } from './part-indexes.ts';

/** The thread of a `DeskLoader`: reads the folder, tells what it read, then what was learned from it. */
let learning = new AbortController();
/** One folder a thread: a `LiveDesk` loads the same one again and again. */
let files = nothingKept();
let indexes = new PartIndexes();
const { keeps }: DeskThreadData = workerData;
const keptBefore: Promise<KeptDesk | undefined> = keeps ? keptBesideProgram() : Promise.resolve(undefined);
/** What each part was when its index was last told, and what was learned of it. */
let indexed: Prints = new Map();
let learned: Prints = new Map();
/** The articles that the other thread has. */
let told: ReadonlySet<Article> = new Set();
/** One folder is read and told after another, since each is told by what changed since the one before. */
let before: Promise<unknown> = Promise.resolve();

parentPort?.on('message', (request: Request) => {
  if (request.kind === 'expect') expect(request.folder);
  else heed(request);
});

/** What another thread knew of the folder is as good as what this one would. */
function expect(folder: string): void {
  before = before.then(async () => {
    const last = await (await keptBefore)?.lastLoads.find(folder);
    if (last === undefined || files.articles.size > 0) return;
    files = last.content;
    indexes = new PartIndexes(last.indexes);
  });
}

function heed(request: LoadRequest): void {
  learning.abort();
  learning = new AbortController();
  const { signal } = learning;
  const { id } = request;
  load(request, signal).catch((error: unknown) => {
    if (signal.aborted) tell({ kind: 'superseded', id });
    else tell({ kind: 'failed', id, error });
  });
}

interface Read {
  readonly content: LoadedContent;
  readonly parts: ReadonlyMap<PartName, readonly Article[]>;
  readonly prints: Prints;
  readonly news: News;
}

/** What the other thread does not have yet. */
interface News {
  readonly articles: readonly Article[];
  readonly packed: readonly PackedArticles[];
}

async function load({ id, folder }: LoadRequest, signal: AbortSignal): Promise<void> {
  const ahead = new IndexAhead();
  const reading = before.then(() => read(folder, ahead));
  const telling = reading.then((one) => tellContent(id, one, ahead)).finally(() => ahead.end());
  before = telling.catch(() => {});
  const one = await reading;
  const { content, prints } = one;
  // Two cores are soon busy: the text of a small folder is live before anything is learned.
  if (content.articles.length <= manyDocuments) await telling;
  const learning = learnChanged(one, signal);
  learning.catch(() => {});
  await telling;
  await keep(folder, one);
  const trainings = await learning;
  signal.throwIfAborted();
  learned = prints;
  tell({ kind: 'learned', id, learned: trainings }, [...trainings.values()].flatMap(buffersOf));
}

async function read(folder: string, ahead: IndexAhead): Promise<Read> {
  const content = await loadContent(folder, { kept: files, hear: ahead.hear });
  const parts = partsOf(content);
  const { synonyms } = content.desk;
  const prints = new Map([...parts].map(([name, articles]) => [name, printOf(articles, synonyms)] as const));
  const articles = content.articles.filter((article) => !told.has(article));
  return { content, parts, prints, news: { articles, packed: packedInBites(articles) } };
}

/** First the texts, which are live at once where they are found as before, then what they are found by. */
async function tellContent(id: number, read: Read, ahead: IndexAhead): Promise<void> {
  const { articles, ...rest } = read.content;
  const indexing = articles.length > manyDocuments ? indexChanged(read, ahead) : undefined;
  for (const some of read.news.packed) {
    tell({ kind: 'articles', id, articles: some });
    await setImmediate();
  }
  told = new Set(articles);
  tell({ kind: 'content', id, ids: articles.map((article) => article.id), rest });
  const index = await (indexing ?? indexChanged(read, ahead));
  indexed = read.prints;
  tell({ kind: 'indexed', id, index }, [...index.values()].flatMap(buffersOfIndex));
}

/** The thread that takes turns reads a message in one go, and a large folder's would hold it up. */
const bite = 500;

function packedInBites(articles: readonly Article[]): PackedArticles[] {
  const starts = Array.from({ length: Math.ceil(articles.length / bite) }, (_, n) => n * bite);
  return starts.map((start) => packArticles(articles.slice(start, start + bite)));
}

/** These articles as they are told, where they are. */
const packedWith = ({ news }: Read, articles: readonly Article[]): readonly PackedArticles[] =>
  articles.length === news.articles.length && articles.every((article, at) => article === news.articles[at])
    ? news.packed
    : packedInBites(articles);

async function indexChanged({ content, parts, prints }: Read, ahead: IndexAhead): Promise<DeskIndex> {
  const kept = (await keptBefore)?.indexes;
  const { synonyms } = content.desk;
  const changed = [...parts].filter(([name]) => indexed.get(name) !== prints.get(name));
  const indexing = changed.map(async ([name, articles]) => {
    const isLarge = articles.length > manyDocuments;
    const made = () =>
      isLarge ? ahead.packed(articles, synonyms) : indexes.packed(name, articles, synonyms);
    return [name, await foundOrMade(kept, prints.get(name) ?? '', made)] as const;
  });
  return new Map(await Promise.all(indexing));
}

/** For the next start. */
async function keep(folder: string, read: Read): Promise<void> {
  const all = await keptBefore;
  if (all === undefined) return;
  const { prints } = read;
  const { articles, ...rest } = read.content;
  const packed = packedWith(read, articles);
  const print = await printOfContent(await listFiles(folder, '.'), rest.revision);
  if (!rest.holdsOn) await all.contents.keep(print, { articles: packed, rest, prints });
  if (files.articles.size === 0) return;
  await all.lastLoads.keep(folder, { content: files, indexes: indexes.kept });
}

async function learnChanged(read: Read, signal: AbortSignal): Promise<DeskTraining> {
  const { parts, prints } = read;
  const changed = [...parts].filter(([name]) => learned.get(name) !== prints.get(name));
  // Until the changed ones are told, they are known to nobody as they are.
  learned = new Map([...prints].filter(([name, print]) => learned.get(name) === print));
  const trainings = (await keptBefore)?.trainings;
  const learning = changed.map(async ([name, articles]) => {
    const made = () => learn(name, articles, read, signal);
    return [name, await foundOrMade(trainings, prints.get(name) ?? '', made)] as const;
  });
  return new Map(await Promise.all(learning));
}

/** The desk's own language in threads of its own, the few articles of the other parts here meanwhile. */
async function learn(
  name: PartName,
  articles: readonly Article[],
  read: Read,
  signal: AbortSignal,
): Promise<Training> {
  const { synonyms } = read.content.desk;
  if (name === 'own') return trainInWorker(packedWith(read, articles), synonyms, signal);
  // Another change is heard of between two parts.
  await setImmediate();
  signal.throwIfAborted();
  return train(articles, synonyms);
}

function tell(told: Told, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(told, transfer);
}
