import type { ArticleIndex } from './article-index.ts';
import { joinNames, splitNames } from './names.ts';
import type { Postings, StemIndex } from './stem-index.ts';

/**
 * All that MiniSearch says of a folder, stem by stem: plain data, so that a thread can hand it over and a start
 * can find it again. It takes a fifth of the memory that MiniSearch's own maps take.
 */
export interface PackedIndex {
  readonly size: number;
  readonly stems: string;
  readonly fields: Uint32Array;
  /** Where each stem's postings begin; one more at the end. */
  readonly starts: Uint32Array;
  readonly articles: Uint32Array;
  readonly scores: Float32Array;
  readonly words: string;
  /** In the order of `words`. */
  readonly frequencies: Uint32Array;
}

/** Asks MiniSearch for every stem. */
export function packIndex(index: ArticleIndex): PackedIndex {
  const stems = [...index.stems];
  const all = stems.map((stem) => index.ask(stem));
  const { words } = index;
  const starts = new Uint32Array(stems.length + 1);
  for (const [i, { articles }] of all.entries()) starts[i + 1] = (starts[i] ?? 0) + articles.length;
  const articles = new Uint32Array(starts[stems.length] ?? 0);
  const scores = new Float32Array(articles.length);
  for (const [i, postings] of all.entries()) {
    articles.set(postings.articles, starts[i]);
    scores.set(postings.scores, starts[i]);
  }
  return {
    size: index.size,
    stems: joinNames(stems),
    fields: Uint32Array.from(stems, (stem) => index.fields(stem)),
    starts,
    articles,
    scores,
    words: joinNames([...words.keys()]),
    frequencies: Uint32Array.from(words.values()),
  };
}

/** The large arrays, which a thread that is done with them hands over instead of copying. */
export function buffersOfIndex({
  fields,
  starts,
  articles,
  scores,
  frequencies,
}: PackedIndex): ArrayBuffer[] {
  const arrays = [fields, starts, articles, scores, frequencies];
  return arrays.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? buffer : []));
}

const nothing: Postings = { articles: new Uint32Array(0), scores: new Float32Array(0) };

export class OpenIndex implements StemIndex {
  readonly #packed: PackedIndex;
  readonly #places: ReadonlyMap<string, number>;
  readonly words: ReadonlyMap<string, number>;

  constructor(packed: PackedIndex) {
    this.#packed = packed;
    this.#places = new Map(splitNames(packed.stems).map((stem, place) => [stem, place]));
    const { frequencies } = packed;
    this.words = new Map(splitNames(packed.words).map((word, place) => [word, frequencies[place] ?? 0]));
  }

  get size(): number {
    return this.#packed.size;
  }

  fields(stem: string): number {
    const place = this.#places.get(stem);
    return place === undefined ? 0 : (this.#packed.fields[place] ?? 0);
  }

  postings(stem: string): Postings {
    const place = this.#places.get(stem);
    if (place === undefined) return nothing;
    const { starts, articles, scores } = this.#packed;
    const [start, end] = [starts[place], starts[place + 1]];
    return { articles: articles.subarray(start, end), scores: scores.subarray(start, end) };
  }
}
