import type { Token } from './analyzer.ts';
import { everydayConcepts } from './everyday-words.ts';

/** What MiniSearch finds by one stem: articles, each by its place in the snapshot, and the BM25+ score of each. */
export interface Postings {
  readonly articles: Uint32Array;
  readonly scores: Float32Array;
}

/** What a folder's articles are found by. */
export interface StemIndex {
  /** How many articles. */
  readonly size: number;
  /** How often each word stands in the articles, more where people ask with it: what spelling is checked by. */
  readonly words: ReadonlyMap<string, number>;
  /** In how many fields of articles a stem stands: what a search for it costs. */
  fields(stem: string): number;
  postings(stem: string): Postings;
}

/** What a token means to everybody, beside itself. */
export const conceptsOf = ({ word, stem }: Token): readonly string[] =>
  word === '' ? [] : everydayConcepts(stem);
