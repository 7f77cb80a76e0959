import { baseForm } from './irregular-words.ts';
import { porterStem } from './porter-stemmer.ts';
import { wordsOf } from './words.ts';

/** Groups of words or phrases that mean the same on this desk, as desk.md lists them. */
export type SynonymGroups = readonly (readonly string[])[];

interface Expression {
  readonly stems: readonly string[];
  readonly concept: string;
}

/** Finds a desk's expressions in a text's stems, and names the concept of each. */
export class Synonyms {
  /** By first stem, longest first: "phone number" must be seen before "phone". */
  readonly #byFirst = new Map<string, Expression[]>();
  /** The desk's own words, which are therefore no stop words here. */
  readonly words = new Set<string>();

  constructor(groups: SynonymGroups) {
    for (const [index, group] of groups.entries()) for (const member of group) this.#add(member, `=${index}`);
    for (const expressions of this.#byFirst.values()) {
      expressions.sort((a, b) => b.stems.length - a.stems.length);
    }
  }

  #add(member: string, concept: string): void {
    const words = wordsOf(member);
    const stems = words.map((word) => porterStem(baseForm(word)));
    const [first] = stems;
    if (first === undefined) return;
    if (words.length === 1 && words[0] !== undefined) this.words.add(words[0]);
    this.#byFirst.set(first, [...(this.#byFirst.get(first) ?? []), { stems, concept }]);
  }

  /** The concepts in a run of stems, each longest expression once; "=" and a number, so no word's twin. */
  conceptsIn(stems: readonly string[]): string[] {
    const found: string[] = [];
    for (let at = 0; at < stems.length; ) {
      const length = this.#longestAt(stems, at, found);
      at += Math.max(1, length);
    }
    return found;
  }

  #longestAt(stems: readonly string[], at: number, found: string[]): number {
    let length = 0;
    for (const { stems: wanted, concept } of this.#byFirst.get(stems[at] ?? '') ?? []) {
      if (wanted.length < length) break;
      if (!wanted.every((stem, offset) => stems[at + offset] === stem)) continue;
      length = wanted.length;
      found.push(concept);
    }
    return length;
  }
}
