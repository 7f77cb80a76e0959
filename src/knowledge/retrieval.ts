import type { Analyzer, Token } from './analyzer.ts';
import type { Article } from './article.ts';
import { everydayConcepts } from './everyday-words.ts';
import { IndexBuilder, type InvertedIndex } from './inverted-index.ts';

/**
 * How many postings one search may touch. A question's rare words decide; where its frequent words would
 * make a search over thousands of articles slow, they are left out, most frequent first.
 */
const mostPostings = 3_000;

/** Articles indexed before others may work: some milliseconds of long ones. */
const bite = 20;

/** A word of the same everyday meaning, against 1 for the word itself. */
const conceptWeight = 0.5;

/** A word that people ask with is likelier meant by a slip than one that a body mentions. */
const askedWorth = 5;

/** Where a word stands says how much it tells: what people ask before what the body mentions. */
const boosts = { questions: 1, title: 1, headings: 0.7, body: 0.5 };

export interface Found {
  /** By the article's place in the snapshot, BM25+, comparable within one search only; 0 where nothing was found. */
  readonly scores: Float64Array;
  /** The stems that were searched for, rarest first. */
  readonly stems: readonly string[];
}

/** Finds articles by their exact stems, and knows how frequent each is. */
export class Retrieval {
  readonly #index: InvertedIndex;
  /** How often each word stands in the articles, more where people ask with it: what spelling is checked by. */
  readonly words: ReadonlyMap<string, number>;

  constructor(index: InvertedIndex, words: ReadonlyMap<string, number>) {
    this.#index = index;
    this.words = words;
  }

  static of(articles: readonly Article[], analyzer: Analyzer): Retrieval {
    const reading = new Reading(analyzer);
    for (const article of articles) reading.add(article);
    return reading.done();
  }

  /** The same in small bites, so that turns are taken in between. */
  static async inBites(articles: readonly Article[], analyzer: Analyzer): Promise<Retrieval> {
    const reading = new Reading(analyzer);
    for (const [place, article] of articles.entries()) {
      if (place % bite === bite - 1) await new Promise((resolve) => void setImmediate(resolve));
      reading.add(article);
    }
    return reading.done();
  }

  search(tokens: readonly Token[]): Found {
    const weights = weightsOf(tokens);
    const affordable = this.#affordable([...weights.keys()]);
    const scores = this.#index.search(affordable.map((stem) => [stem, weights.get(stem) ?? 1]));
    return { scores, stems: affordable.filter((stem) => !stem.startsWith('~')) };
  }

  /** The stems that an article has. */
  among(stems: readonly string[], article: number): readonly string[] {
    return stems.filter((stem) => this.#index.has(article, stem));
  }

  #affordable(stems: readonly string[]): string[] {
    const costs = stems.map((stem) => ({ stem, cost: this.#index.frequency(stem) }));
    const rarestFirst = costs.filter(({ cost }) => cost > 0).sort((a, b) => a.cost - b.cost);
    let spent = 0;
    const affordable = rarestFirst.filter(({ cost }, at) => {
      spent += cost;
      return at === 0 || spent <= mostPostings;
    });
    return affordable.map(({ stem }) => stem);
  }
}

/** An index that is being filled. */
class Reading {
  readonly #analyzer: Analyzer;
  readonly #builder = new IndexBuilder(Object.values(boosts));
  readonly #words = new Map<string, number>();

  constructor(analyzer: Analyzer) {
    this.#analyzer = analyzer;
  }

  add({ title, questions, passages }: Article): void {
    const asked = (text: string): readonly string[] => this.#read(text, askedWorth).flatMap(stemAndConcepts);
    const texts: Readonly<Record<keyof typeof boosts, readonly string[]>> = {
      questions: asked(questions.join('\n')),
      title: asked(title),
      headings: asked(passages.map(({ headings }) => headings.at(-1) ?? '').join('\n')),
      // Without concepts: a body mentions everything.
      body: this.#read(passages.map(({ text }) => text).join('\n'), 1).map(({ stem }) => stem),
    };
    this.#builder.add([texts.questions, texts.title, texts.headings, texts.body]);
  }

  done(): Retrieval {
    return new Retrieval(this.#builder.build(), this.#words);
  }

  #read(text: string, worth: number): readonly Token[] {
    const tokens = this.#analyzer.tokens(text);
    for (const { word } of tokens)
      if (word !== '') this.#words.set(word, (this.#words.get(word) ?? 0) + worth);
    return tokens;
  }
}

const stemAndConcepts = (token: Token): readonly string[] => [token.stem, ...conceptsOf(token)];

const conceptsOf = ({ word, stem }: Token): readonly string[] => (word === '' ? [] : everydayConcepts(stem));

/** What is searched for, and how much each counts. */
function weightsOf(tokens: readonly Token[]): ReadonlyMap<string, number> {
  const concepts = tokens.flatMap(conceptsOf).map((concept) => [concept, conceptWeight] as const);
  return new Map([...concepts, ...tokens.map(({ stem, weight }) => [stem, weight] as const)]);
}
