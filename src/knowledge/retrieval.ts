import type { Token } from './analyzer.ts';
import { Spelling } from './spelling.ts';
import { conceptsOf, type StemIndex } from './stem-index.ts';

/**
 * How many postings one search may touch. A question's rare words decide; where its frequent words would
 * make a search over thousands of articles slow, they are left out, most frequent first.
 */
const mostPostings = 3_000;

/** A word of the same everyday meaning, against 1 for the word itself. */
const conceptWeight = 0.5;

export interface Found {
  /** By the article's place in the snapshot, BM25+, comparable within one search only; 0 where nothing was found. */
  readonly scores: Float64Array;
  /** The stems that were searched for, rarest first. */
  readonly stems: readonly string[];
}

/**
 * Searches by exact stems: a question adds up what MiniSearch said of each of its stems, as MiniSearch itself
 * does. That takes a twentieth of the time: most stems come again and again.
 */
export class Retrieval {
  readonly #index: StemIndex;
  #spelling: Spelling | undefined;

  constructor(index: StemIndex) {
    this.#index = index;
  }

  /** By the articles' words. */
  get spelling(): Spelling {
    this.#spelling ??= new Spelling(this.#index.words);
    return this.#spelling;
  }

  search(tokens: readonly Token[]): Found {
    const weights = weightsOf(tokens);
    const affordable = this.#affordable([...weights.keys()]);
    const { size } = this.#index;
    const scores = new Float64Array(size);
    const found = new Uint16Array(size);
    for (const stem of affordable) this.#add(stem, weights.get(stem) ?? 1, scores, found);
    // An article that has more of the question's stems is worth more than their sum.
    for (let article = 0; article < size; article++)
      scores[article] = (scores[article] ?? 0) * (found[article] ?? 0);
    return { scores, stems: affordable.filter((stem) => !stem.startsWith('~')) };
  }

  /** The stems that an article has. */
  among(stems: readonly string[], article: number): readonly string[] {
    return stems.filter((stem) => this.#index.postings(stem).articles.includes(article));
  }

  #add(stem: string, weight: number, scores: Float64Array, found: Uint16Array): void {
    const postings = this.#index.postings(stem);
    for (let i = 0; i < postings.articles.length; i++) {
      const article = postings.articles[i] ?? 0;
      scores[article] = (scores[article] ?? 0) + weight * (postings.scores[i] ?? 0);
      found[article] = (found[article] ?? 0) + 1;
    }
  }

  #affordable(stems: readonly string[]): string[] {
    const known = stems.filter((stem) => this.#index.fields(stem) > 0);
    const rarestFirst = known.sort((a, b) => this.#index.fields(a) - this.#index.fields(b));
    let spent = 0;
    return rarestFirst.filter((stem, at) => {
      spent += this.#index.fields(stem);
      return at === 0 || spent <= mostPostings;
    });
  }
}

/** What is searched for, and how much each counts. */
function weightsOf(tokens: readonly Token[]): ReadonlyMap<string, number> {
  const concepts = tokens.flatMap(conceptsOf).map((concept) => [concept, conceptWeight] as const);
  return new Map([...concepts, ...tokens.map(({ stem, weight }) => [stem, weight] as const)]);
}
