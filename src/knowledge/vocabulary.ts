import type { Article } from './article.ts';
import { wordsOf } from './words.ts';

/** How often each word stands in what the articles are asked with and say: what spelling is checked by. */
export function vocabularyOf(articles: readonly Article[]): Map<string, number> {
  const frequency = new Map<string, number>();
  const add = (text: string): void => {
    for (const word of wordsOf(text)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  };
  for (const article of articles) {
    add(article.title);
    article.questions.forEach(add);
    for (const passage of article.passages) add(passage.text);
  }
  return frequency;
}
