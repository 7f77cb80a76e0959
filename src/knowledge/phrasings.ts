import type { Article } from './article.ts';
import { boundText } from './bound-query.ts';

/** A text that teaches the ranking what an article is asked with. */
export interface Phrasing {
  /** The article's place in the snapshot. */
  readonly article: number;
  readonly text: string;
  /** How much it counts against an editor's phrasing, which counts 1. */
  readonly weight: number;
  /** Only the editors' own phrasings are held out to learn the confidence from. */
  readonly asked: boolean;
}

/** With so many phrasings the body has nothing to add to what the article is asked with. */
const enoughPhrasings = 5;
const openingWords = 40;
const titleWeight = 1.5;
const weakWeight = 0.5;

/**
 * An article's phrasings: the editors' questions, the title, and where questions are few the answer's
 * opening and its headings, weakly. Texts that repeat one another count once.
 */
export function phrasingsOf(article: Article, index: number, enough = enoughPhrasings): Phrasing[] {
  const phrasings: Phrasing[] = [];
  const seen = new Set<string>();
  const add = (text: string, weight: number, asked: boolean): void => {
    const key = text
      .toLowerCase()
      .replace(/[\s.?!]+/gu, ' ')
      .trim();
    if (key === '' || seen.has(key)) return;
    seen.add(key);
    phrasings.push({ article: index, text, weight, asked });
  };
  for (const question of article.questions) add(question, 1, true);
  add(article.title, titleWeight, false);
  if (article.questions.length < enough) {
    for (const text of weakTexts(article)) add(text, weakWeight, false);
  }
  return phrasings;
}

function weakTexts(article: Article): string[] {
  // A language without spaces would bring the whole passage.
  const opening = boundText(article.passages[0]?.text ?? '')
    .split(/\s+/u, openingWords)
    .join(' ');
  const headings = article.passages.map((passage) => passage.headings.at(-1) ?? '');
  return [opening, ...headings];
}
