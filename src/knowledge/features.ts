import { setImmediate } from 'node:timers/promises';
import type { Token } from './analyzer.ts';
import { everydayConcepts } from './everyday-words.ts';
import { primary } from './language.ts';
import { splitNames } from './names.ts';
import { type Block, ownRoom, type Room, Tally } from './tally.ts';
import { dimensions, meaningOf } from './word-vectors.ts';

/** What a text holds, as ids of the feature space; the three blocks are kept apart. */
export interface Counts {
  /** Stems, the desk's and everyday concepts, and pairs of neighbouring stems. */
  readonly words: Block;
  /** Character n-grams. */
  readonly grams: Block;
  /** One value for each of the space's first ids; empty where no word's meaning is known. */
  readonly meaning: Float32Array;
}

/** A sparse vector, each of its blocks of length 1, or empty. */
export interface Vector {
  readonly ids: Uint32Array;
  readonly values: Float32Array;
}

const pairWeight = 0.7;
/** Another word of the same everyday meaning, against 1 for the word itself. */
const conceptWeight = 0.6;
const shortestGram = 2;
const longestGram = 5;

/** Names taken in before others may work: a few milliseconds. */
const bite = 20_000;

/** Padded with \u0001, which no word holds, so that a gram knows the word's edges and no stem is its twin. */
function gramsOf(word: string): string[] {
  const padded = `\u0001${word}\u0001`;
  const grams: string[] = [];
  for (let length = shortestGram; length <= longestGram; length++) {
    for (let at = 0; at + length <= padded.length; at++) grams.push(`\u0002${padded.slice(at, at + length)}`);
  }
  return grams;
}

/** No word holds \u0003, so no stem is their twin. */
const ofMeaning: readonly string[] = Array.from({ length: dimensions }, (_, d) => `\u0003${d}`);

/**
 * Names to numbers: the dimensions of meaning, then every stem, pair of stems and character n-gram that the
 * phrasings have. Grows while phrasings are counted with `learn`, and drops what it does not know otherwise.
 */
export class FeatureSpace {
  readonly #ids = new Map<string, number>();
  readonly #gramsOfWord = new Map<string, Uint32Array>();
  /** Used again for every text. */
  readonly #words = new Tally();
  readonly #grams = new Tally();

  private constructor(names: readonly string[]) {
    this.#append(names);
  }

  /** An empty space; only English words' meaning is known, and other languages have words of the same letters. */
  static in(lang: string): FeatureSpace {
    return new FeatureSpace(primary(lang) === 'en' ? ofMeaning : []);
  }

  /** @param names of an earlier space, joined (names.ts) */
  static of(names: string): FeatureSpace {
    return new FeatureSpace(splitNames(names));
  }

  /** The same in small bites, so that others may work in between. */
  static async inBites(names: string): Promise<FeatureSpace> {
    const space = new FeatureSpace([]);
    const all = splitNames(names);
    for (let start = 0; start < all.length; start += bite) {
      space.#append(all.slice(start, start + bite));
      await setImmediate();
    }
    return space;
  }

  #append(names: readonly string[]): void {
    for (const name of names) this.#ids.set(name, this.#ids.size);
  }

  /** How many of the first ids tell meaning: all of its dimensions or none. */
  get dimensions(): number {
    return this.#ids.get(ofMeaning[0] ?? '') === 0 ? ofMeaning.length : 0;
  }

  get size(): number {
    return this.#ids.size;
  }

  names(): string[] {
    return [...this.#ids.keys()];
  }

  id(name: string): number | undefined {
    return this.#ids.get(name);
  }

  learn(tokens: readonly Token[], room: Room): Counts {
    return this.#count(tokens, room, (name) => {
      const known = this.#ids.get(name);
      if (known !== undefined) return known;
      const id = this.#ids.size;
      this.#ids.set(name, id);
      return id;
    });
  }

  count(tokens: readonly Token[]): Counts {
    return this.#count(tokens, ownRoom, (name) => this.#ids.get(name));
  }

  #count(tokens: readonly Token[], room: Room, idOf: (name: string) => number | undefined): Counts {
    const [words, grams] = [this.#words, this.#grams];
    const add = (name: string, weight: number): void => {
      const id = idOf(name);
      if (id !== undefined) words.add(id, weight);
    };
    let before: Token | undefined;
    for (const token of tokens) {
      add(token.stem, token.weight);
      if (token.word === '') continue;
      for (const concept of everydayConcepts(token.stem)) add(concept, conceptWeight);
      if (before !== undefined) add(`${before.stem} ${token.stem}`, pairWeight);
      for (const id of this.#gramsIn(token.word, idOf)) grams.add(id, token.weight);
      before = token;
    }
    const meaning = meaningOf(this.dimensions === 0 ? [] : tokens.map(({ word }) => word), room);
    return { words: words.take(room), grams: grams.take(room), meaning };
  }

  /** Only words of the phrasings are remembered, so a stream of new words cannot fill the memory. */
  #gramsIn(word: string, idOf: (name: string) => number | undefined): Uint32Array {
    const known = this.#gramsOfWord.get(word);
    if (known !== undefined) return known;
    const ids = Uint32Array.from(
      gramsOf(word)
        .map(idOf)
        .filter((id) => id !== undefined),
    );
    if (this.#gramsOfWord.size < 50_000) this.#gramsOfWord.set(word, ids);
    return ids;
  }
}

/**
 * How much a feature tells, by how few articles have it: sqrt(ln((1 + A) / (1 + af)) + 0.5), with A
 * articles and af of them with the feature. Counted over articles, not phrasings: a word that an article
 * is always asked with is no less telling for it. Damped by the root: rare words of single phrasings
 * would outweigh what an article's phrasings share.
 */
export function inverseFrequencies(
  examples: readonly Counts[],
  labels: readonly number[],
  articles: number,
  size: number,
): Float32Array {
  const frequency = new Uint32Array(size);
  const last = new Int32Array(size).fill(-1);
  for (const [i, { words, grams }] of examples.entries()) {
    const label = labels[i] ?? 0;
    for (const ids of [words.ids, grams.ids]) {
      for (const id of ids) {
        if (last[id] === label) continue;
        last[id] = label;
        frequency[id] = (frequency[id] ?? 0) + 1;
      }
    }
  }
  return Float32Array.from(frequency, (af) => (af === 0 ? 0 : inverseFrequency(af, articles)));
}

/** `having` of `articles` articles have it. */
export function inverseFrequency(having: number, articles: number): number {
  return Math.sqrt(Math.log((1 + articles) / (1 + having)) + 0.5);
}

/** Counts above 1 as 1 + ln(count), times idf; each block scaled to length 1, then joined, meaning first. */
export function vectorOf({ words, grams, meaning }: Counts, idf: Float32Array, room: Room = ownRoom): Vector {
  const split = meaning.length + words.ids.length;
  const ids = room.ids(split + grams.ids.length);
  const values = room.values(ids.length);
  for (let d = 0; d < meaning.length; d++) ids[d] = d;
  values.set(meaning);
  fill(words, idf, ids, values, meaning.length);
  fill(grams, idf, ids, values, split);
  return { ids, values };
}

function fill(block: Block, idf: Float32Array, ids: Uint32Array, values: Float32Array, from: number): void {
  let squares = 0;
  for (let i = 0; i < block.ids.length; i++) {
    const id = block.ids[i] ?? 0;
    const count = block.counts[i] ?? 0;
    const value = (count > 1 ? 1 + Math.log(count) : count) * (idf[id] ?? 0);
    ids[from + i] = id;
    values[from + i] = value;
    squares += value * value;
  }
  if (squares === 0) return;
  const length = Math.sqrt(squares);
  for (let i = 0; i < block.ids.length; i++) values[from + i] = (values[from + i] ?? 0) / length;
}
