import { Recent } from '../recent.ts';
import type { Analyzer, Token } from './analyzer.ts';
import type { Article, Passage } from './article.ts';

interface Indexed {
  readonly passage: Passage;
  readonly stems: ReadonlySet<string>;
  readonly heading: ReadonlySet<string>;
  /** What a word of the heading counts, against 1 in the text: the heading says what it is about. */
  readonly headingWeight: number;
}

/** Articles whose sections are kept read: those asked about of late. */
const mostIndexed = 500;

/** Picks the section of an article that answers; sections are read when first asked about, then kept. */
export class BestPassage {
  readonly #analyzer: Analyzer;
  readonly #idf: (stem: string) => number;
  readonly #indexed = new Recent<Article, readonly Indexed[]>(mostIndexed);

  constructor(analyzer: Analyzer, idf: (stem: string) => number) {
    this.#analyzer = analyzer;
    this.#idf = idf;
  }

  /**
   * The passage with the most of the question: each word by its weight, by how few articles have it and by
   * how few sections of this one do, since what all of them say tells none from another. An article's
   * opening is meant to answer what its title asks: it is for whoever asks hardly more than that, the title is its
   * heading, and it wins ties and questions that no section knows. Undefined only for an article without any text.
   *
   * Of 80 questions to the sample desk (test/relevance/passages.csv) 72 are shown their section and 2 another
   * article; of its 87 titles all get the opening, 79 where it is one section among others. BM25's saturation and
   * length and everyday synonyms brought nothing on top.
   */
  of(article: Article, tokens: readonly Token[]): Passage | undefined {
    const sections = this.#index(article);
    let best = sections[0]?.passage;
    if (sections.length < 2) return best;
    const weights = new Map(tokens.map(({ stem, weight }) => [stem, weight * this.#idf(stem)] as const));
    if (asksTitle(weights, sections)) return best;
    const worth = new Map(
      [...weights].map(([stem, weight]) => [stem, weight * rarity(stem, sections)] as const),
    );
    let most = 0;
    for (const section of sections) {
      const score = scoreOf(section, worth);
      if (score <= most) continue;
      most = score;
      best = section.passage;
    }
    return best;
  }

  #index(article: Article): readonly Indexed[] {
    const known = this.#indexed.get(article);
    if (known !== undefined) return known;
    const indexed = article.passages.map((passage) => ({
      passage,
      stems: this.#stems(passage.text),
      heading: this.#stems(passage.headings.at(-1) ?? article.title),
      headingWeight: passage.headings.length > 0 ? 2 : 1,
    }));
    this.#indexed.put(article, indexed);
    return indexed;
  }

  #stems(text: string): ReadonlySet<string> {
    return new Set(this.#analyzer.tokens(text).map(({ stem }) => stem));
  }
}

/** So much of what the article knows of a question must be its title's. */
const titlesShare = 0.7;

/** Whether the question asks hardly more than the title, which the opening answers. */
function asksTitle(weights: ReadonlyMap<string, number>, sections: readonly Indexed[]): boolean {
  const [opening] = sections;
  if (opening === undefined || opening.passage.headings.length > 0) return false;
  let [all, titles] = [0, 0];
  for (const [stem, weight] of weights) {
    if (!sections.some(({ stems, heading }) => stems.has(stem) || heading.has(stem))) continue;
    all += weight;
    if (opening.heading.has(stem)) titles += weight;
  }
  return titles >= titlesShare * all;
}

/** BM25's inverse frequency, over the sections of one article. */
function rarity(stem: string, sections: readonly Indexed[]): number {
  const having = sections.filter(({ stems, heading }) => stems.has(stem) || heading.has(stem)).length;
  return Math.log(1 + (sections.length - having + 0.5) / (having + 0.5));
}

function scoreOf({ stems, heading, headingWeight }: Indexed, worth: ReadonlyMap<string, number>): number {
  let score = 0;
  for (const [stem, each] of worth)
    score += (stems.has(stem) ? each : 0) + (heading.has(stem) ? headingWeight * each : 0);
  return score;
}
