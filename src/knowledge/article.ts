import type { Place } from '../content/place.ts';

/** A section of an article's body: the unit of retrieval and of what the chat shows. */
export interface Passage {
  /** Headings above it from the outside in; empty for the text before the first heading. */
  readonly headings: readonly string[];
  /** The heading's slug; empty for the text before the first heading. */
  readonly anchor: string;
  readonly markdown: string;
  /** The same without markup, for the index. */
  readonly text: string;
  readonly line: number;
}

/** What the desk can answer: one markdown file below knowledge/articles. */
export interface Article {
  /** Path below articles, without .md. */
  readonly id: string;
  readonly file: string;
  readonly title: string;
  /** The editors' phrasings: questions as people ask them. */
  readonly questions: readonly string[];
  readonly category?: string;
  readonly tags: readonly string[];
  /** Id of the work-order type to offer when this article is not enough. */
  readonly workOrder?: string;
  /** Ids of the articles to offer next. */
  readonly followUps: readonly string[];
  /** BCP 47. */
  readonly lang: string;
  readonly translationOf?: string;
  readonly owner?: string;
  /** ISO date. */
  readonly reviewBy?: string;
  readonly url?: string;
  readonly passages: readonly Passage[];
  readonly places: { readonly questions: readonly Place[] };
}
