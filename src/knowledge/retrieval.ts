import MiniSearch, { type Options } from 'minisearch';
import type { Analyzer, Token } from './analyzer.ts';
import type { Article } from './article.ts';
import { everydayConcepts } from './everyday-words.ts';

interface Entry {
  readonly id: number;
  readonly title: string;
  readonly questions: string;
  readonly headings: string;
  readonly body: string;
}

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
const boost = { questions: 1, title: 1, headings: 0.7, body: 0.5 };

function entryOf(article: Article, id: number): Entry {
  return {
    id,
    title: article.title,
    questions: article.questions.join('\n'),
    headings: article.passages.map((passage) => passage.headings.at(-1) ?? '').join('\n'),
    body: article.passages.map((passage) => passage.text).join('\n'),
  };
}

export interface Found {
  /** By the article's place in the snapshot, BM25+, comparable within one search only; 0 where nothing was found. */
  readonly scores: Float64Array;
  /** The stems that were searched for, rarest first. */
  readonly stems: readonly string[];
}

/** What MiniSearch finds by one stem: articles, and the score of each. */
interface Postings {
  readonly articles: Uint32Array;
  readonly scores: Float64Array;
}

/**
 * MiniSearch over the articles' stems: finds by exact stems, and knows how frequent each stem is. A stem's
 * score in an article does not depend on the rest of the question, so MiniSearch is asked for each stem once,
 * when it first comes up; a question adds up what it said, as MiniSearch itself does. That takes a twentieth of
 * the time: most stems come again and again.
 */
export class Retrieval {
  readonly #index: MiniSearch<Entry>;
  readonly #size: number;
  readonly #fields = new Map<string, number>();
  readonly #asked = new Map<string, Postings>();
  /** How often each word stands in the articles, more where people ask with it: what spelling is checked by. */
  readonly words = new Map<string, number>();

  private constructor(analyzer: Analyzer, size: number) {
    this.#size = size;
    this.#index = new MiniSearch(this.#options(analyzer));
  }

  static of(articles: readonly Article[], analyzer: Analyzer): Retrieval {
    const retrieval = new Retrieval(analyzer, articles.length);
    retrieval.#index.addAll(articles.map(entryOf));
    return retrieval;
  }

  /** The same in small bites, so that turns are taken in between. */
  static async inBites(articles: readonly Article[], analyzer: Analyzer): Promise<Retrieval> {
    const retrieval = new Retrieval(analyzer, articles.length);
    await retrieval.#index.addAllAsync(articles.map(entryOf), { chunkSize: bite });
    return retrieval;
  }

  search(tokens: readonly Token[]): Found {
    const weights = weightsOf(tokens);
    const affordable = this.#affordable([...weights.keys()]);
    const scores = new Float64Array(this.#size);
    const found = new Uint16Array(this.#size);
    for (const stem of affordable) this.#add(stem, weights.get(stem) ?? 1, scores, found);
    // An article that has more of the question's stems is worth more than their sum.
    for (let article = 0; article < this.#size; article++)
      scores[article] = (scores[article] ?? 0) * (found[article] ?? 0);
    return { scores, stems: affordable.filter((stem) => !stem.startsWith('~')) };
  }

  /** The stems that an article has. */
  among(stems: readonly string[], article: number): readonly string[] {
    return stems.filter((stem) => this.#postings(stem).articles.includes(article));
  }

  #add(stem: string, weight: number, scores: Float64Array, found: Uint16Array): void {
    const postings = this.#postings(stem);
    for (let i = 0; i < postings.articles.length; i++) {
      const article = postings.articles[i] ?? 0;
      scores[article] = (scores[article] ?? 0) + weight * (postings.scores[i] ?? 0);
      found[article] = (found[article] ?? 0) + 1;
    }
  }

  #postings(stem: string): Postings {
    const asked = this.#asked.get(stem);
    if (asked !== undefined) return asked;
    const results = this.#index.search(stem, { boost, tokenize: (text) => [text] });
    const postings = {
      articles: Uint32Array.from(results, ({ id }) => Number(id)),
      scores: Float64Array.from(results, ({ score }) => score),
    };
    this.#asked.set(stem, postings);
    return postings;
  }

  #affordable(stems: readonly string[]): string[] {
    const known = stems.filter((stem) => this.#fields.has(stem));
    const rarestFirst = known.sort((a, b) => this.#cost(a) - this.#cost(b));
    let spent = 0;
    return rarestFirst.filter((stem, at) => {
      spent += this.#cost(stem);
      return at === 0 || spent <= mostPostings;
    });
  }

  #cost(stem: string): number {
    return this.#fields.get(stem) ?? 0;
  }

  #options(analyzer: Analyzer): Options<Entry> {
    return {
      fields: ['title', 'questions', 'headings', 'body'],
      tokenize: (text, field) => this.#counted(analyzer.tokens(text), field === 'body'),
      processTerm: (term) => term,
    };
  }

  /** Without concepts in bodies, which mention everything. */
  #counted(tokens: readonly Token[], inBody: boolean): string[] {
    const worth = inBody ? 1 : askedWorth;
    const stems = tokens.map(({ stem }) => stem);
    if (!inBody) stems.push(...tokens.flatMap(conceptsOf));
    for (const stem of new Set(stems)) this.#fields.set(stem, this.#cost(stem) + 1);
    for (const { word } of tokens) if (word !== '') this.words.set(word, (this.words.get(word) ?? 0) + worth);
    return stems;
  }
}

const conceptsOf = ({ word, stem }: Token): readonly string[] => (word === '' ? [] : everydayConcepts(stem));

/** What is searched for, and how much each counts. */
function weightsOf(tokens: readonly Token[]): ReadonlyMap<string, number> {
  const concepts = tokens.flatMap(conceptsOf).map((concept) => [concept, conceptWeight] as const);
  return new Map([...concepts, ...tokens.map(({ stem, weight }) => [stem, weight] as const)]);
}
