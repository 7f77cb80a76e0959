import type { Worker } from 'node:worker_threads';
import type { LoadedContent } from './check/load-content.ts';
import { listFiles } from './content/list-files.ts';
import { type DeskIndex, type DeskTraining, manyArticles } from './desk-parts.ts';
import { canKeep, keptBesideProgram } from './kept-desk.ts';
import type { Article } from './knowledge/article.ts';
import { openArticles, type PackedArticles } from './knowledge/packed-articles.ts';
import { startThread } from './knowledge/start-thread.ts';
import type { PackedContent } from './packed-content.ts';
import { learnApart } from './start-process.ts';

export interface DeskLoad {
  readonly content: LoadedContent;
  /** Of the parts that are not as they were when they were last indexed by this loader. */
  readonly index: DeskIndex;
  /** Learned from the same before. */
  readonly known: DeskTraining;
  /**
   * What is as it was when it was last learned is left out; 'superseded' when the folder was loaded again
   * before this load was learned.
   */
  readonly learned: Promise<DeskTraining | 'superseded'>;
}

/** What the thread is started with. */
export interface DeskThreadData {
  readonly keeps: boolean;
}

export interface LoadRequest {
  readonly id: number;
  readonly folder: string;
  /** It was loaded before, by this thread or without it. */
  readonly again: boolean;
}

/** What the thread tells, in this order: the articles, in bites; the rest of the content; one of the others. */
export type Told =
  | { readonly kind: 'articles'; readonly id: number; readonly articles: PackedArticles }
  | {
      readonly kind: 'content';
      readonly id: number;
      readonly rest: PackedContent['rest'];
      readonly index: DeskIndex;
    }
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
 * A large folder takes a process instead, which keeps what it learned, to be found here: threads leave behind
 * hundreds of megabytes that malloc does not give back (10,000 articles: 750 MB resident for 400).
 */
export class DeskLoader {
  readonly #keeps: boolean;
  readonly #finds: boolean;
  readonly #waiting = new Map<number, Waiting>();
  readonly #closing = new AbortController();
  /** One process at a time. */
  #learning: Promise<unknown> = Promise.resolve();
  #worker: Worker | undefined;
  #lastId = 0;
  #hasLoaded = false;

  constructor({ keeps = true, here = false }: LoaderOptions = {}) {
    this.#keeps = keeps;
    this.#finds = keeps && !here;
  }

  /** Resolves when the folder is read; what was being learned from an earlier load is dropped. */
  async load(folder: string): Promise<DeskLoad> {
    const before = this.#finds && this.#worker === undefined ? await found(folder) : undefined;
    const isApart = before === undefined && this.#finds && (await isLarge(folder)) && (await canKeep());
    const load = isApart ? await this.#loadApart(folder) : before;
    if (this.#closing.signal.aborted) throw ended();
    const loading = load ?? this.#loadInThread(folder);
    this.#hasLoaded = true;
    return loading;
  }

  /** Undefined where the folder has changed meanwhile. */
  #loadApart(folder: string): Promise<DeskLoad | undefined> {
    const loading = this.#learning.then(async () => {
      await learnApart(folder, this.#closing.signal);
      return found(folder);
    });
    this.#learning = loading.catch(() => {});
    return loading;
  }

  #loadInThread(folder: string): Promise<DeskLoad> {
    const worker = this.#worker ?? this.#start();
    this.#worker = worker;
    const waiting = new Waiting();
    const request: LoadRequest = { id: ++this.#lastId, folder, again: this.#hasLoaded };
    this.#waiting.set(request.id, waiting);
    worker.ref();
    worker.postMessage(request);
    return waiting.read;
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

  /** Ends the thread, which holds a large folder's syntax trees, once all is learned; the next load starts another. */
  async rest(): Promise<void> {
    if (this.#waiting.size > 0) return;
    const worker = this.#worker;
    this.#worker = undefined;
    worker?.removeAllListeners();
    await worker?.terminate();
  }

  /** Ends the thread: what is being learned counts as superseded, what is being read is rejected. */
  async close(): Promise<void> {
    this.#closing.abort();
    for (const waiting of this.#waiting.values()) waiting.hasLearned('superseded');
    await this.#worker?.terminate();
  }

  #hear(told: Told): void {
    const waiting = this.#waiting.get(told.id);
    if (told.kind === 'articles') {
      waiting?.articles.push(...openArticles(told.articles));
      return;
    }
    if (told.kind === 'content') {
      waiting?.hasRead(told.rest, told.index);
      return;
    }
    this.#waiting.delete(told.id);
    if (this.#waiting.size === 0) this.#worker?.unref();
    if (told.kind === 'failed') waiting?.failed(told.error);
    else waiting?.hasLearned(told.kind === 'learned' ? told.learned : 'superseded');
  }

  #giveUp(error: Error): void {
    for (const waiting of this.#waiting.values()) waiting.failed(error);
    this.#waiting.clear();
  }
}

const nothingKnown: DeskTraining = new Map();

async function found(folder: string): Promise<DeskLoad | undefined> {
  const before = await (await keptBesideProgram()).find(folder);
  return before && { ...before, learned: Promise.resolve(before.known) };
}

async function isLarge(folder: string): Promise<boolean> {
  const { files } = await listFiles(folder, 'articles');
  return files.length > manyArticles;
}

class Waiting {
  readonly articles: Article[] = [];
  readonly read: Promise<DeskLoad>;
  hasRead: (rest: PackedContent['rest'], index: DeskIndex) => void = () => {};
  hasLearned: (learned: DeskTraining | 'superseded') => void = () => {};
  failed: (error: unknown) => void = () => {};

  constructor() {
    let failLearning: (error: unknown) => void = () => {};
    const learned = new Promise<DeskTraining | 'superseded'>((resolve, reject) => {
      this.hasLearned = resolve;
      failLearning = reject;
    });
    // Whoever waits for the content hears of the fault; a second report would end the process.
    learned.catch(() => {});
    this.read = new Promise((resolve, reject) => {
      this.hasRead = (rest, index) =>
        resolve({ content: { ...rest, articles: this.articles }, index, known: nothingKnown, learned });
      this.failed = (error) => {
        reject(error);
        failLearning(error);
      };
    });
  }
}
