import { setImmediate } from 'node:timers/promises';
import MiniSearch, { type Options } from 'minisearch';
import type { Analyzer, Token } from './analyzer.ts';
import type { Article } from './article.ts';
import { boost, type Entry, entryFields, entryOf, stemsIn, worthIn } from './entry.ts';
import type { Postings, StemIndex } from './stem-index.ts';

/** Articles indexed before others may work: some milliseconds of long ones. */
const bite = 20;

/** So many articles are indexed in 20 ms, which is less than it takes to write an index. */
const mostBehind = 20;

/** An index as plain data, so that it can be kept. */
export interface KeptIndex {
  /** By the number that MiniSearch knows each by; undefined for one that was taken out. */
  readonly articles: readonly (Article | undefined)[];
  /** As MiniSearch writes itself. */
  readonly search: string;
  readonly fields: ReadonlyMap<string, number>;
  readonly words: ReadonlyMap<string, number>;
}

/**
 * MiniSearch over the articles' stems. A stem's score in an article does not depend on the rest of a question,
 * so MiniSearch is asked for each stem once, when it first comes up.
 */
export class ArticleIndex implements StemIndex {
  readonly #index: MiniSearch<Entry>;
  readonly #articles: (Article | undefined)[];
  readonly #fields: Map<string, number>;
  readonly #words: Map<string, number>;
  readonly #asked = new Map<string, Postings>();
  /** Where the article of each number stands among the articles. */
  #places: number[] = [];
  #size = 0;
  /** -1 while an article is taken out. */
  #sign: 1 | -1 = 1;
  #kept: KeptIndex | undefined;
  /** Articles that came or went since it was kept. */
  #behind = 0;

  /** @param kept what to go on from; `update` it before it is asked */
  constructor(analyzer: Analyzer, kept?: KeptIndex) {
    const options: Options<Entry> = {
      fields: [...entryFields],
      tokenize: (text, field) => this.#counted(analyzer.tokens(text), field),
      processTerm: (term) => term,
    };
    this.#index = kept ? MiniSearch.loadJSON(kept.search, options) : new MiniSearch(options);
    this.#kept = kept;
    this.#articles = [...(kept?.articles ?? [])];
    this.#fields = new Map(kept?.fields);
    this.#words = new Map(kept?.words);
  }

  static of(articles: readonly Article[], analyzer: Analyzer): ArticleIndex {
    const index = new ArticleIndex(analyzer);
    index.add(articles);
    return index;
  }

  /** The same in small bites, so that turns are taken in between. */
  static async inBites(articles: readonly Article[], analyzer: Analyzer): Promise<ArticleIndex> {
    const index = new ArticleIndex(analyzer);
    for (let start = 0; start < articles.length; start += bite) {
      index.add(articles.slice(start, start + bite));
      await setImmediate();
    }
    return index;
  }

  /** Behind those that are there; all must be in before the first is asked for. */
  add(articles: readonly Article[]): void {
    for (const article of articles) {
      this.#put(article);
      this.#places.push(this.#size++);
    }
  }

  /** Makes it the index of these and no others; what is not the same object as before is indexed anew. */
  update(articles: readonly Article[]): void {
    const wanted = new Set(articles);
    for (const [number, article] of this.#articles.entries())
      if (article !== undefined && !wanted.has(article)) this.#takeOut(article, number);
    const known = new Set(this.#articles);
    for (const article of articles) if (!known.has(article)) this.#put(article);
    const places = new Map<Article | undefined, number>(articles.map((article, place) => [article, place]));
    this.#places = this.#articles.map((article) => places.get(article) ?? -1);
    this.#size = articles.length;
    this.#asked.clear();
  }

  #put(article: Article): void {
    this.#index.add(entryOf(article, this.#articles.length));
    this.#articles.push(article);
    this.#behind++;
  }

  #takeOut(article: Article, number: number): void {
    this.#sign = -1;
    this.#index.remove(entryOf(article, number));
    this.#sign = 1;
    this.#articles[number] = undefined;
    this.#behind++;
  }

  /** As it is, or was a few articles ago: whoever takes it up brings it up to date anyway. */
  get kept(): KeptIndex {
    if (this.#kept !== undefined && this.#behind <= mostBehind) return this.#kept;
    this.#behind = 0;
    this.#kept = {
      articles: [...this.#articles],
      search: JSON.stringify(this.#index),
      fields: new Map(this.#fields),
      words: new Map(this.#words),
    };
    return this.#kept;
  }

  get size(): number {
    return this.#size;
  }

  get stems(): Iterable<string> {
    return this.#fields.keys();
  }

  /** Sorted: of two that a slip may have meant, the first wins, whichever article came in first. */
  get words(): ReadonlyMap<string, number> {
    return new Map([...this.#words.keys()].sort().map((word) => [word, this.#words.get(word) ?? 0]));
  }

  fields(stem: string): number {
    return this.#fields.get(stem) ?? 0;
  }

  postings(stem: string): Postings {
    const asked = this.#asked.get(stem);
    if (asked !== undefined) return asked;
    const postings = this.ask(stem);
    this.#asked.set(stem, postings);
    return postings;
  }

  /** Asks MiniSearch, and remembers nothing. */
  ask(stem: string): Postings {
    const articles: number[] = [];
    const scores: number[] = [];
    // A filter that takes none: neither a list of results is made nor is it sorted.
    const take = ({ id, score }: { readonly id: number; readonly score: number }): boolean => {
      articles.push(this.#places[id] ?? -1);
      scores.push(score);
      return false;
    };
    this.#index.search(stem, { boost, tokenize: (text) => [text], filter: take });
    return { articles: Uint32Array.from(articles), scores: Float32Array.from(scores) };
  }

  #counted(tokens: readonly Token[], field: string | undefined): string[] {
    const stems = stemsIn(field, tokens);
    for (const stem of new Set(stems)) count(this.#fields, stem, this.#sign);
    const worth = this.#sign * worthIn(field);
    for (const { word } of tokens) if (word !== '') count(this.#words, word, worth);
    return stems;
  }
}

function count(counts: Map<string, number>, name: string, more: number): void {
  const sum = (counts.get(name) ?? 0) + more;
  if (sum === 0) counts.delete(name);
  else counts.set(name, sum);
}
