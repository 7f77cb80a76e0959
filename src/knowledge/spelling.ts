/** A slip is looked for in words of so many letters at least. */
const shortest = 2;
/** From so many letters two slips are forgiven. */
const longForTwo = 6;
/** A wrong letter could have been any of these; a missing or swapped one only itself. */
const letters = 26;

interface Shelf {
  readonly words: string[];
  /** One bit a letter: words that differ in more bits than edits can flip need no comparing. */
  readonly masks: number[];
}

/**
 * Corrects words that the vocabulary lacks to its nearest word: optimal string alignment (Damerau 1964:
 * replace, drop, add, swap neighbours) of 1, or 2 from 6 letters. Of several the likelier wins: the more
 * frequent, and 26 times likelier one that lacks a letter or has two swapped than one with a wrong letter,
 * which could have been any other (the noisy channel of Kernighan, Church and Gale, 1990).
 */
export class Spelling {
  readonly #frequency: ReadonlyMap<string, number>;
  readonly #shelves = new Map<number, Shelf>();

  constructor(frequency: ReadonlyMap<string, number>) {
    this.#frequency = frequency;
    for (const word of frequency.keys()) {
      const shelf = this.#shelves.get(word.length) ?? { words: [], masks: [] };
      shelf.words.push(word);
      shelf.masks.push(letterMask(word));
      this.#shelves.set(word.length, shelf);
    }
  }

  has(word: string): boolean {
    return this.#frequency.has(word);
  }

  /** The word meant, or undefined where the word is known, too short, a number, or like no other. */
  correct(word: string): string | undefined {
    if (word.length < shortest || this.has(word) || /\p{N}/u.test(word)) return undefined;
    const most = word.length >= longForTwo ? 2 : 1;
    for (let distance = 1; distance <= most; distance++) {
      const found = this.#nearest(word, distance);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #nearest(word: string, distance: number): string | undefined {
    const mask = letterMask(word);
    let best: string | undefined;
    let bestLikely = 0;
    for (let length = word.length - distance; length <= word.length + distance; length++) {
      const shelf = this.#shelves.get(length);
      if (shelf === undefined || length < shortest) continue;
      for (let i = 0; i < shelf.words.length; i++) {
        if (bits(mask ^ (shelf.masks[i] ?? 0)) > 2 * distance) continue;
        const candidate = shelf.words[i] ?? '';
        const isOnlyWay = length > word.length || mask === shelf.masks[i];
        const likely = (this.#frequency.get(candidate) ?? 0) * (isOnlyWay ? letters : 1);
        if (likely <= bestLikely || !isWithin(word, candidate, distance)) continue;
        best = candidate;
        bestLikely = likely;
      }
    }
    return best;
  }
}

function letterMask(word: string): number {
  let mask = 0;
  for (let i = 0; i < word.length; i++) mask |= 1 << (word.charCodeAt(i) & 31);
  return mask;
}

function bits(mask: number): number {
  let rest = mask;
  let count = 0;
  for (; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** Optimal string alignment up to a bound; three rows of the table are enough. */
export function isWithin(a: string, b: string, bound: number): boolean {
  let older: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, (older[j - 2] ?? 0) + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > bound) return false;
    older = last;
    last = row;
  }
  return (last[b.length] ?? Infinity) <= bound;
}
