import type { Token } from './analyzer.ts';
import type { Article } from './article.ts';
import { conceptsOf } from './stem-index.ts';

/** An article as MiniSearch is given it. */
export interface Entry {
  readonly id: number;
  readonly title: string;
  readonly questions: string;
  readonly headings: string;
  readonly body: string;
}

export const entryFields: readonly string[] = ['title', 'questions', 'headings', 'body'];

/** Where a word stands says how much it tells: what people ask before what the body mentions. */
export const boost = { questions: 1, title: 1, headings: 0.7, body: 0.5 };

/** A word that people ask with is likelier meant by a slip than one that a body mentions. */
const askedWorth = 5;

/** How much a word counts where a slip is put right, by the field that it stands in. */
export const worthIn = (field: string | undefined): number => (field === 'body' ? 1 : askedWorth);

export function entryOf(article: Article, id: number): Entry {
  return {
    id,
    title: article.title,
    questions: article.questions.join('\n'),
    headings: article.passages.map((passage) => passage.headings.at(-1) ?? '').join('\n'),
    body: article.passages.map((passage) => passage.text).join('\n'),
  };
}

/** What a field is found by: without concepts in bodies, which mention everything. */
export function stemsIn(field: string | undefined, tokens: readonly Token[]): string[] {
  const stems = tokens.map(({ stem }) => stem);
  return field === 'body' ? stems : [...stems, ...tokens.flatMap(conceptsOf)];
}
