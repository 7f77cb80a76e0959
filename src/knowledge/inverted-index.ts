/** BM25+ (Lv and Zhai, 2011): how soon a count saturates, how much a length tells, what a match is worth at least. */
const saturation = 1.2;
const lengthShare = 0.7;
const least = 0.5;

/** Numbers in a row that grows: an index is built of millions, and an array takes twice the memory. */
class Row {
  #numbers = new Uint32Array(1024);
  length = 0;

  push(number: number): void {
    if (this.length === this.#numbers.length) {
      const more = new Uint32Array(2 * this.length);
      more.set(this.#numbers);
      this.#numbers = more;
    }
    this.#numbers[this.length++] = number;
  }

  at(place: number): number {
    return this.#numbers[place] ?? 0;
  }
}

/** Collects documents one by one, for an InvertedIndex. */
export class IndexBuilder {
  readonly #boosts: readonly number[];
  readonly #ids = new Map<string, number>();
  /** Of each term of each field: both as one number, the document, and how often. */
  readonly #places = new Row();
  readonly #documents = new Row();
  readonly #counts = new Row();
  /** How many different terms each field of each document has. */
  readonly #lengths = new Row();
  #size = 0;

  /** @param boosts what a match in each field counts */
  constructor(boosts: readonly number[]) {
    this.#boosts = boosts;
  }

  /** The next document: the terms of each field, as often as they stand there. */
  add(fields: readonly (readonly string[])[]): void {
    for (const field of this.#boosts.keys()) {
      const counts = countsOf(fields[field] ?? []);
      for (const [term, count] of counts) {
        this.#places.push(this.#id(term) * this.#boosts.length + field);
        this.#documents.push(this.#size);
        this.#counts.push(count);
      }
      this.#lengths.push(counts.size);
    }
    this.#size++;
  }

  build(): InvertedIndex {
    const having = this.#having();
    const starts = this.#starts();
    const postings = starts[this.#ids.size] ?? 0;
    const documents = new Uint32Array(postings);
    const worth = new Float32Array(postings);
    const ends = starts.slice();
    const worthOf = this.#weighing(having);
    for (let i = 0; i < this.#places.length; i++) {
      const place = this.#places.at(i);
      const term = Math.floor(place / this.#boosts.length);
      const document = this.#documents.at(i);
      const end = ends[term] ?? 0;
      const known = end > (starts[term] ?? 0) && documents[end - 1] === document;
      const at = known ? end - 1 : end;
      documents[at] = document;
      worth[at] = (worth[at] ?? 0) + worthOf(place, document, this.#counts.at(i));
      ends[term] = at + 1;
    }
    const frequencies = new Uint32Array(this.#ids.size);
    for (const [place, count] of having.entries()) {
      const term = Math.floor(place / this.#boosts.length);
      frequencies[term] = (frequencies[term] ?? 0) + count;
    }
    return new InvertedIndex({ size: this.#size, ids: this.#ids, frequencies, starts, documents, worth });
  }

  #id(term: string): number {
    const known = this.#ids.get(term);
    if (known !== undefined) return known;
    const id = this.#ids.size;
    this.#ids.set(term, id);
    return id;
  }

  /** By place, in how many documents. */
  #having(): Uint32Array {
    const having = new Uint32Array(this.#ids.size * this.#boosts.length);
    for (let i = 0; i < this.#places.length; i++) {
      const place = this.#places.at(i);
      having[place] = (having[place] ?? 0) + 1;
    }
    return having;
  }

  /** Where each term's documents begin, each counted once however many of its fields have the term. */
  #starts(): Uint32Array {
    const starts = new Uint32Array(this.#ids.size + 1);
    const last = new Int32Array(this.#ids.size).fill(-1);
    for (let i = 0; i < this.#places.length; i++) {
      const term = Math.floor(this.#places.at(i) / this.#boosts.length);
      if (last[term] === this.#documents.at(i)) continue;
      last[term] = this.#documents.at(i);
      starts[term + 1] = (starts[term + 1] ?? 0) + 1;
    }
    for (let term = 0; term < this.#ids.size; term++)
      starts[term + 1] = (starts[term + 1] ?? 0) + (starts[term] ?? 0);
    return starts;
  }

  #weighing(having: Uint32Array): (place: number, document: number, count: number) => number {
    const fields = this.#boosts.length;
    const average = this.#boosts.map((_, field) => {
      let sum = 0;
      for (let document = 0; document < this.#size; document++)
        sum += this.#lengths.at(document * fields + field);
      return sum / this.#size;
    });
    return (place, document, count) => {
      const field = place % fields;
      const rarity = Math.log(1 + (this.#size - (having[place] ?? 0) + 0.5) / ((having[place] ?? 0) + 0.5));
      const length = this.#lengths.at(document * fields + field) / (average[field] ?? 1);
      const norm = saturation * (1 - lengthShare + lengthShare * length);
      return (this.#boosts[field] ?? 0) * rarity * (least + (count * (saturation + 1)) / (count + norm));
    };
  }
}

function countsOf(terms: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

interface Postings {
  /** How many documents. */
  readonly size: number;
  readonly ids: ReadonlyMap<string, number>;
  /** By term's id, in how many documents' fields it stands. */
  readonly frequencies: Uint32Array;
  /** By term's id, where its postings begin; one more at the end. */
  readonly starts: Uint32Array;
  /** Of each posting, the document: ascending in a term. */
  readonly documents: Uint32Array;
  /** Of each posting, what the term is worth there, over all fields. */
  readonly worth: Float32Array;
}

/**
 * Finds documents by their terms: BM25+ over fields. What does not depend on the query is worked out when the
 * index is built, so that a search only adds up, and the whole is a few flat arrays.
 */
export class InvertedIndex {
  readonly #postings: Postings;

  constructor(postings: Postings) {
    this.#postings = postings;
  }

  /**
   * By document, a score to compare within one search: what its terms are worth, each by its weight, times how
   * many of them it has. 0 where it has none.
   */
  search(weights: readonly (readonly [term: string, weight: number])[]): Float64Array {
    const { size, documents, worth } = this.#postings;
    const scores = new Float64Array(size);
    const found = new Uint16Array(size);
    for (const [term, weight] of weights) {
      const { start, end } = this.#range(term);
      for (let i = start; i < end; i++) {
        const document = documents[i] ?? 0;
        scores[document] = (scores[document] ?? 0) + weight * (worth[i] ?? 0);
        found[document] = (found[document] ?? 0) + 1;
      }
    }
    for (let document = 0; document < size; document++)
      scores[document] = (scores[document] ?? 0) * (found[document] ?? 0);
    return scores;
  }

  /** In how many documents' fields a term stands. */
  frequency(term: string): number {
    const id = this.#postings.ids.get(term);
    return id === undefined ? 0 : (this.#postings.frequencies[id] ?? 0);
  }

  has(document: number, term: string): boolean {
    let { start, end } = this.#range(term);
    while (start < end) {
      const middle = (start + end) >>> 1;
      const there = this.#postings.documents[middle] ?? 0;
      if (there === document) return true;
      if (there < document) start = middle + 1;
      else end = middle;
    }
    return false;
  }

  #range(term: string): { readonly start: number; readonly end: number } {
    const { ids, starts } = this.#postings;
    const id = ids.get(term);
    return id === undefined ? { start: 0, end: 0 } : { start: starts[id] ?? 0, end: starts[id + 1] ?? 0 };
  }
}
