import type { FeatureSpace, Vector } from './features.ts';

/** Many sparse vectors in three arrays, grouped by article: cheap to keep, and to hand over by a worker. */
export interface PackedVectors {
  readonly ids: Uint32Array;
  readonly values: Float32Array;
  /** Where each vector begins; one more at the end. */
  readonly starts: Uint32Array;
  /** The first vector of each article; one more at the end. */
  readonly articles: Uint32Array;
}

/** The vectors must come in the order of their articles. */
export function packVectors(
  vectors: readonly Vector[],
  labels: readonly number[],
  articles: number,
): PackedVectors {
  const starts = new Uint32Array(vectors.length + 1);
  for (const [i, { ids }] of vectors.entries()) starts[i + 1] = (starts[i] ?? 0) + ids.length;
  const ids = new Uint32Array(starts[vectors.length] ?? 0);
  const values = new Float32Array(ids.length);
  const perArticle = new Uint32Array(articles + 1);
  for (const [i, vector] of vectors.entries()) {
    ids.set(vector.ids, starts[i]);
    values.set(vector.values, starts[i]);
    const label = labels[i] ?? 0;
    perArticle[label + 1] = (perArticle[label + 1] ?? 0) + 1;
  }
  for (let a = 0; a < articles; a++) perArticle[a + 1] = (perArticle[a + 1] ?? 0) + (perArticle[a] ?? 0);
  return { ids, values, starts, articles: perArticle };
}

/** How like an article's phrasings a question is. */
export interface Likeness {
  /** The cosine with the nearest phrasing, by words and n-grams. */
  readonly nearest: number;
  /** The same cosine with all phrasings, on average. */
  readonly average: number;
  /** The cosine with the phrasing nearest in meaning. */
  readonly meant: number;
}

/** Compares one question with many articles: the question is laid out once, then read by feature. */
export class Comparison {
  readonly #packed: PackedVectors;
  readonly #query: Float32Array;
  readonly #dimensions: number;

  constructor(packed: PackedVectors, { size, dimensions }: Pick<FeatureSpace, 'size' | 'dimensions'>) {
    this.#packed = packed;
    this.#query = new Float32Array(size);
    this.#dimensions = dimensions;
  }

  /** Lays the question out while `compare` runs. */
  with<T>(question: Vector, compare: (likeness: (article: number) => Likeness) => T): T {
    const { ids, values } = question;
    for (let i = 0; i < ids.length; i++) this.#query[ids[i] ?? 0] = values[i] ?? 0;
    try {
      return compare((article) => this.#likeness(article));
    } finally {
      for (let i = 0; i < ids.length; i++) this.#query[ids[i] ?? 0] = 0;
    }
  }

  #likeness(article: number): Likeness {
    const first = this.#packed.articles[article] ?? 0;
    const end = this.#packed.articles[article + 1] ?? 0;
    let nearest = 0;
    let sum = 0;
    let meant = 0;
    for (let i = first; i < end; i++) {
      const start = this.#packed.starts[i] ?? 0;
      const split = start + this.#meaningAt(start);
      // Words and n-grams are two blocks of length 1, so 2 means the same text.
      const cosine = this.#dot(split, this.#packed.starts[i + 1] ?? 0) / 2;
      sum += cosine;
      if (cosine > nearest) nearest = cosine;
      meant = Math.max(meant, this.#dot(start, split));
    }
    return { nearest, average: end > first ? sum / (end - first) : 0, meant };
  }

  /** A vector begins with all dimensions of meaning or with none. */
  #meaningAt(start: number): number {
    return this.#dimensions > 0 && this.#packed.ids[start] === 0 ? this.#dimensions : 0;
  }

  #dot(start: number, end: number): number {
    const { ids, values } = this.#packed;
    const query = this.#query;
    let dot = 0;
    for (let i = start; i < end; i++) dot += (values[i] ?? 0) * (query[ids[i] ?? 0] ?? 0);
    return dot;
  }
}
