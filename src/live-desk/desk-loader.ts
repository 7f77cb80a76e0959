import type { Worker } from 'node:worker_threads';
import type { LoadedContent } from '../check/load-content.ts';
import { isDocument, listFiles, manyDocuments } from '../content/list-files.ts';
import type { Article } from '../knowledge/article.ts';
import { openArticles, type PackedArticles } from '../knowledge/packed-articles.ts';
import { startThread } from '../knowledge/start-thread.ts';
import type { DeskIndex, DeskTraining } from './desk-parts.ts';
import { canKeep, keptBesideProgram, type NotKept } from './kept-desk.ts';
import { learnApart } from './learn-apart.ts';
import type { PackedContent } from './packed-content.ts';

export interface DeskLoad {
  readonly content: LoadedContent;
  /** Of the parts that are not as they were when they were last indexed by this loader. */
  readonly indexed: Later<DeskIndex>;
  /** Learned from the same before. */
  readonly known: DeskTraining;
  /** What is as it was when it was last learned is left out. */
  readonly learned: Later<DeskTraining>;
}

/** 'superseded' when the folder was loaded again before, or nobody waits for it any more. */
type Later<T> = Promise<T | 'superseded'>;

/** What the thread is started with. */
export interface DeskThreadData {
  readonly keeps: boolean;
}

export interface LoadRequest {
  readonly kind: 'load';
  readonly id: number;
  readonly folder: string;
}

/** What the thread is told: to load a folder, or that this will be asked of it, so that it makes ready. */
export type Request = LoadRequest | { readonly kind: 'expect'; readonly folder: string };

/** What the thread tells, in this order: changed articles, in bites; the other content; the index; one of the rest. */
export type Told =
  | { readonly kind: 'articles'; readonly id: number; readonly articles: PackedArticles }
  | {
      readonly kind: 'content';
      readonly id: number;
      /** Of all articles, in their order. */
      readonly ids: readonly string[];
      readonly rest: PackedContent['rest'];
    }
  | { readonly kind: 'indexed'; readonly id: number; readonly index: DeskIndex }
  | { readonly kind: 'learned'; readonly id: number; readonly learned: DeskTraining }
  | { readonly kind: 'superseded'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly error: unknown };

const ended = (): Error => new Error('The thread that loads the folder has ended.');

export interface LoaderOptions {
  /** What is read and learned is kept for the next start, and what was kept is found. */
  readonly keeps?: boolean;
  /** Everything is read and learned by this process, whatever was kept. */
  readonly here?: boolean;
}

/**
 * Loads knowledge folders in a thread of its own, so that turns go on while one is read and learned. A folder
 * that was learned before needs no thread until it changes. Keeps the process alive only while it loads.
 *
 * The first load and those of a large folder take a process instead, which keeps what it learned, to be found
 * here: threads leave behind what malloc does not give back (36 articles: 170 MB resident for 130, 10,000: 750
 * for 400). A process takes a tenth of a second more.
 */
export class DeskLoader {
  readonly #keeps: boolean;
  readonly #finds: boolean;
  readonly #waiting = new Map<number, Waiting>();
  readonly #closing = new AbortController();
  /** One process at a time. */
  #learning: Promise<unknown> = Promise.resolve();
  #worker: Worker | undefined;
  /** As the thread last told them, by id. */
  #articles: ReadonlyMap<string, Article> = new Map();
  #lastId = 0;
  #hasLoaded = false;

  constructor({ keeps = true, here = false }: LoaderOptions = {}) {
    this.#keeps = keeps;
    this.#finds = keeps && !here;
  }

  /** Resolves when the folder is read; what was being learned from an earlier load is dropped. */
  async load(folder: string): Promise<DeskLoad> {
    const before = await this.#find(folder);
    const isApart = before === 'not yet' && (await this.#isWorthProcess(folder)) && (await canKeep());
    const load = isApart ? await this.#loadApart(folder) : before;
    if (this.#closing.signal.aborted) throw ended();
    const loading = typeof load === 'string' ? this.#loadInThread(folder) : load;
    this.#hasLoaded = true;
    // What a thread told before is no longer what the next change is a change of.
    if (typeof load !== 'string') await this.#endThread();
    return loading;
  }

  /** The thread that is there looks only at what changed, and finds by itself what was learned of that. */
  async #find(folder: string): Promise<DeskLoad | NotKept> {
    if (!this.#finds) return 'never';
    return this.#worker === undefined ? found(folder) : 'not yet';
  }

  async #isWorthProcess(folder: string): Promise<boolean> {
    return !this.#hasLoaded || isLarge(folder);
  }

  /** 'not yet' where the folder has changed meanwhile. */
  #loadApart(folder: string): Promise<DeskLoad | NotKept> {
    const loading = this.#learning.then(async () => {
      await learnApart(folder, this.#closing.signal);
      return found(folder);
    });
    this.#learning = loading.catch(() => {});
    return loading;
  }

  /**
   * A folder that was loaded before is changing: the thread makes ready for its next load while the change goes
   * on, which the first one of a server's life would otherwise wait for.
   */
  expect(folder: string): void {
    if (!this.#closing.signal.aborted) this.#threadFor(folder);
  }

  #loadInThread(folder: string): Promise<DeskLoad> {
    const worker = this.#threadFor(folder);
    const waiting = new Waiting();
    const id = ++this.#lastId;
    this.#waiting.set(id, waiting);
    worker.ref();
    ask(worker, { kind: 'load', id, folder });
    return waiting.read;
  }

  #threadFor(folder: string): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = this.#start();
    this.#worker = worker;
    this.#articles = new Map();
    if (this.#hasLoaded) ask(worker, { kind: 'expect', folder });
    return worker;
  }

  #start(): Worker {
    const data: DeskThreadData = { keeps: this.#keeps };
    const worker = startThread(new URL('./desk-worker.js', import.meta.url), data);
    worker.unref();
    worker.on('message', (told: Told) => this.#hear(told));
    worker.on('error', (error) => this.#giveUp(error));
    worker.on('exit', () => this.#giveUp(ended()));
    return worker;
  }

  /** Ends the thread once all is learned, with the memory that learning took; the next load starts another. */
  async rest(): Promise<void> {
    if (this.#waiting.size === 0) await this.#endThread();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#endThread();
  }

  /** What is being indexed or learned counts as superseded, what is being read is rejected. */
  async #endThread(): Promise<void> {
    const worker = this.#worker;
    for (const waiting of this.#waiting.values()) waiting.superseded();
    this.#giveUp(ended());
    worker?.removeAllListeners();
    // Unheard, what it dies of now would end the process.
    worker?.on('error', () => {});
    await worker?.terminate();
  }

  #hear(told: Told): void {
    const waiting = this.#waiting.get(told.id);
    if (told.kind === 'articles') {
      waiting?.changed.push(...openArticles(told.articles));
      return;
    }
    if (told.kind === 'content') {
      const known = new Map([...this.#articles.values(), ...(waiting?.changed ?? [])].map(byId));
      const articles = told.ids.flatMap((id) => known.get(id) ?? []);
      this.#articles = new Map(articles.map(byId));
      waiting?.hasRead({ ...told.rest, articles });
      return;
    }
    if (told.kind === 'indexed') {
      waiting?.hasIndexed(told.index);
      return;
    }
    this.#waiting.delete(told.id);
    if (this.#waiting.size === 0) this.#worker?.unref();
    if (told.kind === 'failed') waiting?.failed(told.error);
    else if (told.kind === 'learned') waiting?.hasLearned(told.learned);
    else waiting?.superseded();
  }

  #giveUp(error: Error): void {
    // The next load starts another.
    this.#worker = undefined;
    for (const waiting of this.#waiting.values()) waiting.failed(error);
    this.#waiting.clear();
  }
}

const ask = (worker: Worker, request: Request): void => worker.postMessage(request);

const byId = (article: Article): [string, Article] => [article.id, article];

const nothingKnown: DeskTraining = new Map();

async function found(folder: string): Promise<DeskLoad | NotKept> {
  const before = await (await keptBesideProgram()).find(folder);
  if (typeof before === 'string') return before;
  const { content, index, known } = before;
  return { content, known, indexed: Promise.resolve(index), learned: Promise.resolve(known) };
}

async function isLarge(folder: string): Promise<boolean> {
  const { files } = await listFiles(folder, 'articles');
  return files.filter(isDocument).length > manyDocuments;
}

class Waiting {
  readonly changed: Article[] = [];
  readonly read: Promise<DeskLoad>;
  hasRead: (content: LoadedContent) => void = () => {};
  hasIndexed: (index: DeskIndex | 'superseded') => void = () => {};
  hasLearned: (learned: DeskTraining | 'superseded') => void = () => {};
  failed: (error: unknown) => void = () => {};

  constructor() {
    const rejections: ((error: unknown) => void)[] = [];
    const indexed = new Promise<DeskIndex | 'superseded'>((resolve, reject) => {
      this.hasIndexed = resolve;
      rejections.push(reject);
    });
    const learned = new Promise<DeskTraining | 'superseded'>((resolve, reject) => {
      this.hasLearned = resolve;
      rejections.push(reject);
    });
    // Whoever waits for the content hears of the fault; a second report would end the process.
    for (const later of [indexed, learned]) later.catch(() => {});
    this.read = new Promise((resolve, reject) => {
      this.hasRead = (content) => resolve({ content, indexed, known: nothingKnown, learned });
      rejections.push(reject);
    });
    this.failed = (error) => {
      for (const reject of rejections) reject(error);
    };
  }

  superseded(): void {
    this.hasIndexed('superseded');
    this.hasLearned('superseded');
  }
}
