import type { Analyzer } from './analyzer.ts';
import type { Article, Passage } from './article.ts';

interface Indexed {
  readonly passage: Passage;
  readonly stems: ReadonlySet<string>;
  readonly heading: ReadonlySet<string>;
}

/** Picks the section of an article that answers; sections are read when first asked about, then kept. */
export class BestPassage {
  readonly #analyzer: Analyzer;
  readonly #idf: (stem: string) => number;
  readonly #indexed = new WeakMap<Article, readonly Indexed[]>();

  constructor(analyzer: Analyzer, idf: (stem: string) => number) {
    this.#analyzer = analyzer;
    this.#idf = idf;
  }

  /**
   * The passage with the most of the question's idf weight, its own heading counting once more. An
   * article's opening is meant to answer what its title asks, so it wins ties and questions that no
   * section knows. Undefined only for an article without any text.
   */
  of(article: Article, stems: readonly string[]): Passage | undefined {
    let best = article.passages[0];
    if (article.passages.length < 2) return best;
    let most = 0;
    for (const { passage, stems: has, heading } of this.#index(article)) {
      let score = 0;
      for (const stem of stems) {
        const idf = this.#idf(stem);
        score += (has.has(stem) ? idf : 0) + (heading.has(stem) ? idf : 0);
      }
      if (score <= most) continue;
      most = score;
      best = passage;
    }
    return best;
  }

  #index(article: Article): readonly Indexed[] {
    const known = this.#indexed.get(article);
    if (known !== undefined) return known;
    const indexed = article.passages.map((passage) => ({
      passage,
      stems: this.#stems(passage.text),
      heading: this.#stems(passage.headings.at(-1) ?? ''),
    }));
    this.#indexed.set(article, indexed);
    return indexed;
  }

  #stems(text: string): ReadonlySet<string> {
    return new Set(this.#analyzer.tokens(text).map(({ stem }) => stem));
  }
}
