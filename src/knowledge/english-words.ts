import { Spelling } from './spelling.ts';
import { wordVectors } from './word-vectors.ts';

/** Among these a word that a folder lacks is meant as it stands; rarer ones are likelier a slip of its words. */
const everyday = 15_000;

/** "purse" is not a slip of "nurse", though only a hospital's desk has the one. */
export function isEverydayWord(word: string): boolean {
  const place = wordVectors().places.get(word);
  return place !== undefined && place < everyday;
}

let english: Spelling | undefined;

/** The English word that a slip meant, for what no word of the folder resembles. */
export function englishWordFor(slip: string): string | undefined {
  const { places } = wordVectors();
  english ??= new Spelling(new Map([...places].map(([word, place]) => [word, places.size - place])));
  return english.correct(slip);
}
