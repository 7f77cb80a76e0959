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
  /** The article's place in the snapshot. */
  readonly article: number;
  /** BM25+, comparable within one search only. */
  readonly score: number;
  /** The question's stems that the article has. */
  readonly terms: readonly string[];
}

/** MiniSearch over the articles' stems: finds by exact stems, and knows how frequent each stem is. */
export class Retrieval {
  readonly #index: MiniSearch<Entry>;
  readonly #postings = new Map<string, number>();
  /** How often each word stands in the articles, more where people ask with it: what spelling is checked by. */
  readonly words = new Map<string, number>();

  private constructor(analyzer: Analyzer) {
    this.#index = new MiniSearch(this.#options(analyzer));
  }

  static of(articles: readonly Article[], analyzer: Analyzer): Retrieval {
    const retrieval = new Retrieval(analyzer);
    retrieval.#index.addAll(articles.map(entryOf));
    return retrieval;
  }

  /** The same in small bites, so that turns are taken in between. */
  static async inBites(articles: readonly Article[], analyzer: Analyzer): Promise<Retrieval> {
    const retrieval = new Retrieval(analyzer);
    await retrieval.#index.addAllAsync(articles.map(entryOf), { chunkSize: bite });
    return retrieval;
  }

  /** Best first. */
  search(tokens: readonly Token[]): Found[] {
    const weights = weightsOf(tokens);
    const terms = this.#affordable([...weights.keys()]);
    if (terms.length === 0) return [];
    const results = this.#index.search(terms.join(' '), {
      boost,
      boostTerm: (term) => weights.get(term) ?? 1,
      tokenize: (text) => text.split(' '),
    });
    return results.map(({ id, score, terms: matched }) => ({
      article: Number(id),
      score,
      terms: matched.filter((term) => !term.startsWith('~')),
    }));
  }

  #affordable(stems: readonly string[]): string[] {
    const known = stems.filter((stem) => this.#postings.has(stem));
    const rarestFirst = known.sort((a, b) => this.#cost(a) - this.#cost(b));
    let spent = 0;
    return rarestFirst.filter((stem, at) => {
      spent += this.#cost(stem);
      return at === 0 || spent <= mostPostings;
    });
  }

  #cost(stem: string): number {
    return this.#postings.get(stem) ?? 0;
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
    for (const stem of new Set(stems)) this.#postings.set(stem, this.#cost(stem) + 1);
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
