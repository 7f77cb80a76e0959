import type { Worker } from 'node:worker_threads';
import type { LoadedContent } from './check/load-content.ts';
import type { DeskIndex, DeskTraining } from './desk-parts.ts';
import { keptBesideProgram } from './kept-desk.ts';
import type { Article } from './knowledge/article.ts';
import { openArticles, type PackedArticles } from './knowledge/packed-articles.ts';
import { startThread } from './knowledge/start-thread.ts';
import type { PackedContent } from './packed-content.ts';

export interface DeskLoad {
  readonly content: LoadedContent;
  /** Of the parts that are not as they were when they were last indexed by this loader. */
  readonly index: DeskIndex;
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

/**
 * Loads knowledge folders in a thread of its own, so that turns go on while one is read and learned. A folder
 * that was learned before needs no thread until it changes. Keeps the process alive only while it loads.
 */
export class DeskLoader {
  readonly #keeps: boolean;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #isClosed = false;
  #lastId = 0;

  /** @param keeps what is read and learned, for the next start, and finds what was */
  constructor(keeps = true) {
    this.#keeps = keeps;
  }

  /** Resolves when the folder is read; what was being learned from an earlier load is dropped. */
  async load(folder: string): Promise<DeskLoad> {
    const isFirst = this.#keeps && this.#worker === undefined;
    const before = isFirst ? await (await keptBesideProgram()).find(folder) : undefined;
    if (before !== undefined) return { ...before, learned: Promise.resolve(before.learned) };
    if (this.#isClosed) throw ended();
    return this.#loadInThread(folder);
  }

  #loadInThread(folder: string): Promise<DeskLoad> {
    const worker = this.#worker ?? this.#start();
    this.#worker = worker;
    const waiting = new Waiting();
    const request: LoadRequest = { id: ++this.#lastId, folder };
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
    this.#isClosed = true;
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
        resolve({ content: { ...rest, articles: this.articles }, index, learned });
      this.failed = (error) => {
        reject(error);
        failLearning(error);
      };
    });
  }
}
