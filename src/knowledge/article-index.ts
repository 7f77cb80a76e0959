import MiniSearch, { type Options } from 'minisearch';
import type { Analyzer, Token } from './analyzer.ts';
import type { Article } from './article.ts';
import { conceptsOf, type Postings, type StemIndex } from './stem-index.ts';

interface Entry {
  readonly id: number;
  readonly title: string;
  readonly questions: string;
  readonly headings: string;
  readonly body: string;
}

/** Articles indexed before others may work: some milliseconds of long ones. */
const bite = 20;

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

/**
 * MiniSearch over the articles' stems. A stem's score in an article does not depend on the rest of a question,
 * so MiniSearch is asked for each stem once, when it first comes up.
 */
export class ArticleIndex implements StemIndex {
  readonly #index: MiniSearch<Entry>;
  readonly #fields = new Map<string, number>();
  readonly #asked = new Map<string, Postings>();
  readonly words = new Map<string, number>();
  #size = 0;

  constructor(analyzer: Analyzer) {
    this.#index = new MiniSearch(this.#options(analyzer));
  }

  static of(articles: readonly Article[], analyzer: Analyzer): ArticleIndex {
    const index = new ArticleIndex(analyzer);
    index.add(articles);
    return index;
  }

  /** The same in small bites, so that turns are taken in between. */
  static async inBites(articles: readonly Article[], analyzer: Analyzer): Promise<ArticleIndex> {
    const index = new ArticleIndex(analyzer);
    index.#size = articles.length;
    await index.#index.addAllAsync(articles.map(entryOf), { chunkSize: bite });
    return index;
  }

  /** Behind those that are there; all must be in before the first is asked for. */
  add(articles: readonly Article[]): void {
    for (const article of articles) this.#index.add(entryOf(article, this.#size++));
  }

  get size(): number {
    return this.#size;
  }

  get stems(): Iterable<string> {
    return this.#fields.keys();
  }

  fields(stem: string): number {
    return this.#fields.get(stem) ?? 0;
  }

  postings(stem: string): Postings {
    const asked = this.#asked.get(stem);
    if (asked !== undefined) return asked;
    const postings = this.ask(stem);
    this.#asked.set(stem, postings);
    return postings;
  }

  /** Asks MiniSearch, and remembers nothing. */
  ask(stem: string): Postings {
    const articles: number[] = [];
    const scores: number[] = [];
    // A filter that takes none: neither a list of results is made nor is it sorted.
    const take = ({ id, score }: { readonly id: number; readonly score: number }): boolean => {
      articles.push(id);
      scores.push(score);
      return false;
    };
    this.#index.search(stem, { boost, tokenize: (text) => [text], filter: take });
    return { articles: Uint32Array.from(articles), scores: Float32Array.from(scores) };
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
    for (const stem of new Set(stems)) this.#fields.set(stem, this.fields(stem) + 1);
    for (const { word } of tokens) if (word !== '') this.words.set(word, (this.words.get(word) ?? 0) + worth);
    return stems;
  }
}
