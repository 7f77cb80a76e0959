/** A slip is looked for in words of so many letters at least. */
const shortest = 2;
/** From so many letters two slips are forgiven. */
const longForTwo = 6;
/** A wrong letter could have been any of these; a missing or swapped one only itself. */
const letters = 26;

/** The words of one length, and how often each stands where people ask. */
interface Shelf {
  readonly words: readonly string[];
  readonly frequencies: Float64Array;
  readonly masks: Int32Array;
}

interface Found {
  readonly word: string;
  readonly likely: number;
}

/**
 * Corrects words that the vocabulary lacks to its nearest word: optimal string alignment (Damerau 1964:
 * replace, drop, add, swap neighbours) of 1, or 2 from 6 letters. Of several the likelier wins: the more
 * frequent, and 26 times likelier one that lacks a letter or has two swapped than one with a wrong letter,
 * which could have been any other (the noisy channel of Kernighan, Church and Gale, 1990).
 */
export class Spelling {
  readonly #frequency: ReadonlyMap<string, number>;
  /** By length. */
  readonly #shelves: readonly (Shelf | undefined)[];

  constructor(frequency: ReadonlyMap<string, number>) {
    this.#frequency = frequency;
    const ofLength: string[][] = [];
    for (const word of frequency.keys()) {
      const alike = ofLength[word.length] ?? [];
      alike.push(word);
      ofLength[word.length] = alike;
    }
    this.#shelves = ofLength.map((words) => ({
      words,
      frequencies: Float64Array.from(words, (word) => frequency.get(word) ?? 0),
      masks: Int32Array.from(words, letterMask),
    }));
  }

  has(word: string): boolean {
    return this.#frequency.has(word);
  }

  /** The word meant, or undefined where the word is known, too short, a number, or like no other. */
  correct(word: string): string | undefined {
    if (word.length < shortest || this.has(word) || /\p{N}/u.test(word)) return undefined;
    const most = word.length >= longForTwo ? 2 : 1;
    const nearest: (Found | undefined)[] = [];
    for (let length = Math.max(shortest, word.length - most); length <= word.length + most; length++) {
      const shelf = this.#shelves[length];
      if (shelf !== undefined) search(shelf, word, length, most, nearest);
    }
    return nearest.find((found) => found !== undefined)?.word;
  }
}

/**
 * Puts the likeliest of a shelf's words at each distance into `nearest`, where it is likelier than what is there.
 * Nearly all are passed over by their letters alone: each edit takes one away at most, and adds one at most.
 */
function search(
  { words, frequencies, masks }: Shelf,
  word: string,
  length: number,
  most: number,
  nearest: (Found | undefined)[],
): void {
  const mask = letterMask(word);
  const mostAdded = most - Math.max(0, word.length - length);
  const mostMissing = most - Math.max(0, length - word.length);
  for (let i = 0; i < masks.length; i++) {
    const other = masks[i] ?? 0;
    if (bits(other & ~mask) > mostAdded || bits(mask & ~other) > mostMissing) continue;
    const candidate = words[i] ?? '';
    const isOnlyWay = length > word.length || mask === other;
    const likely = (frequencies[i] ?? 0) * (isOnlyWay ? letters : 1);
    const bound = mostWorthKnowing(nearest, likely, most);
    const distance = bound === 0 ? Infinity : distanceUpTo(word, candidate, bound);
    if (distance <= bound && likely > (nearest[distance]?.likely ?? 0))
      nearest[distance] = { word: candidate, likely };
  }
}

/** What is farther than a word already found is not wanted, nor what is as far and less likely. */
function mostWorthKnowing(nearest: readonly (Found | undefined)[], likely: number, most: number): number {
  for (let distance = 1; distance <= most; distance++) {
    const found = nearest[distance];
    if (found !== undefined) return likely > found.likely ? distance : distance - 1;
  }
  return most;
}

/** One bit a letter. */
function letterMask(word: string): number {
  let mask = 0;
  for (let i = 0; i < word.length; i++) mask |= 1 << (word.charCodeAt(i) & 31);
  return mask;
}

/** How many bits are set, counted in all pairs, fours, bytes at once (Warren, "Hacker's Delight", 5-1). */
function bits(mask: number): number {
  let n = mask - ((mask >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Optimal string alignment; Infinity beyond the bound. What both begin and end with is not compared. */
export function distanceUpTo(a: string, b: string, bound: number): number {
  let [endA, endB] = [a.length, b.length];
  while (endA > 0 && endB > 0 && a.charCodeAt(endA - 1) === b.charCodeAt(endB - 1)) {
    endA--;
    endB--;
  }
  let start = 0;
  while (start < endA && start < endB && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  return aligned(a, b, { start, endA, endB }, bound);
}

interface Middle {
  readonly start: number;
  readonly endA: number;
  readonly endB: number;
}

/** The row before the last, the last and the next: used again for every word, since most of an answer's time goes here. */
const rows: [Int32Array, Int32Array, Int32Array] = [
  new Int32Array(64),
  new Int32Array(64),
  new Int32Array(64),
];

function aligned(a: string, b: string, { start, endA, endB }: Middle, bound: number): number {
  const width = endB - start;
  let [older, last, row] = rows;
  if (width >= row.length) return Infinity;
  for (let j = 0; j <= width; j++) last[j] = j;
  for (let i = start; i < endA; i++) {
    const [letter, before] = [a.charCodeAt(i), i > start ? a.charCodeAt(i - 1) : -1];
    let least = i - start + 1;
    row[0] = least;
    for (let j = 1; j <= width; j++) {
      const other = b.charCodeAt(start + j - 1);
      const replaced = (last[j - 1] ?? 0) + (letter === other ? 0 : 1);
      let cost = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, replaced);
      const swapped = j > 1 && before === other && letter === b.charCodeAt(start + j - 2);
      if (swapped) cost = Math.min(cost, (older[j - 2] ?? 0) + 1);
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > bound) return Infinity;
    [older, last, row] = [last, row, older];
  }
  const distance = last[width] ?? Infinity;
  return distance <= bound ? distance : Infinity;
}
