import type { Article, Passage } from './article.ts';

/** Why an article was chosen; kept in the question log and shown by `ask --json`. */
export interface Why {
  /** The question's words that the article has. */
  readonly terms: readonly string[];
  /** What each ranker gave, by the ranker's name. */
  readonly shares: Readonly<Record<string, number>>;
}

export interface Hit {
  readonly article: Article;
  readonly passage: Passage | undefined;
  /** Comparable within one answer only. */
  readonly score: number;
  /** Calibrated probability, 0 to 1, that this is the article asked for. */
  readonly confidence: number;
  readonly why: Why;
}

/** hits: best first, at most 10. A fallback keeps its hits, so that the miss can be explained. */
export interface Answer {
  readonly kind: 'confident' | 'disambiguation' | 'fallback';
  readonly hits: readonly Hit[];
  /** The knowledge folder's revision: a hash of what was loaded. */
  readonly revision: string;
  /** The primary language that the question is surely written in, where the folder has several. */
  readonly writtenIn?: string;
}

/** A choice shows so many. */
export const mostShown = 3;

/** Of the hits, those that a choice shows. */
export const shownOf = (hits: readonly Hit[]): readonly Hit[] => hits.slice(0, mostShown);

export interface AnswerOptions {
  /** BCP 47 of the conversation; articles in it win over their translations. */
  readonly lang?: string;
}

/** One whole, unchanging load of the knowledge folder; a turn holds one from beginning to end. */
export interface KnowledgeSnapshot {
  readonly revision: string;
  readonly articles: ReadonlyMap<string, Article>;
  /** Bounded: takes any text, of any length, and answers in milliseconds. */
  readonly answer: (question: string, options?: AnswerOptions) => Answer;
}
