import { baseForm } from './irregular-words.ts';
import { porterStem } from './porter-stemmer.ts';
import { stopWords } from './stop-words.ts';
import { type SynonymGroups, Synonyms } from './synonyms.ts';
import { wordsOf } from './words.ts';

/** A word of a text as the index and the ranking see it. */
export interface Token {
  /** Empty for a concept, which stands beside the words that named it. */
  readonly word: string;
  readonly stem: string;
  readonly weight: number;
}

/** A stop word counts, but less; dropping it costs accuracy on short questions. */
const stopWeight = 0.55;
/** Words kept ready; a desk's vocabulary fits, a flood of invented words cannot grow it. */
const mostRemembered = 50_000;

/** Text to tokens, with the desk's synonyms beside its words. */
export class Analyzer {
  readonly #synonyms: Synonyms;
  readonly #remembered = new Map<string, Token>();

  constructor(synonyms: SynonymGroups = []) {
    this.#synonyms = new Synonyms(synonyms);
  }

  tokens(text: string): Token[] {
    return this.tokensOf(wordsOf(text));
  }

  tokensOf(words: readonly string[]): Token[] {
    const tokens = words.map((word) => this.#token(word));
    const concepts = this.#synonyms.conceptsIn(tokens.map((token) => token.stem));
    for (const stem of concepts) tokens.push({ word: '', stem, weight: 1 });
    return tokens;
  }

  isStopWord(word: string): boolean {
    return stopWords.has(word) && !this.#synonyms.words.has(word);
  }

  #token(word: string): Token {
    const known = this.#remembered.get(word);
    if (known !== undefined) return known;
    const token = { word, stem: porterStem(baseForm(word)), weight: this.isStopWord(word) ? stopWeight : 1 };
    if (this.#remembered.size < mostRemembered) this.#remembered.set(word, token);
    return token;
  }
}
