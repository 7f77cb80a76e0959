import type { Article } from '../../src/knowledge/article.ts';

/** An article of one passage, as the reader makes it. */
export function article(id: string, questions: readonly string[], text = id): Article {
  const passages = [{ headings: [], anchor: '', markdown: text, text, line: 1 }];
  return {
    id,
    file: `${id}.md`,
    title: id,
    questions,
    tags: [],
    followUps: [],
    lang: 'en',
    passages,
    places: { questions: [] },
  };
}
