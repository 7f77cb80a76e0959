import { expect, it } from 'vitest';
import { readDocument } from '../../src/content/read-document.ts';
import { shownPassage } from '../../src/conversation/shown-passage.ts';
import { readArticle } from '../../src/knowledge/read-article.ts';

function shown(frontMatter: string): string {
  const text = `---\ntitle: Late [books]\nquestions: [a, b, c]\n${frontMatter}---\n\nSee [how](renew.md).\n\n## For *children*\n\nNone.\n`;
  const { document } = readDocument('articles/late.md', text);
  const article = document && readArticle(document, 'en').article;
  if (article === undefined) throw new Error('The example must be an article.');
  const say = (_: string, { title = '', headings = '' } = {}) => `*From: ${title}${headings}*`;
  return article.passages.map((passage) => shownPassage(article, passage, say)).join('\n---\n');
}

it('shows where a passage is from', () => {
  expect(shown('')).toBe(
    'See how.\n\n*From: Late \\[books\\]*\n---\nNone.\n\n*From: Late \\[books\\] › For children*',
  );
});

it('leads from the title to the page that has more, whatever stands in its address', () => {
  const [first = ''] = shown('url: https://library.example/late_(old)?a=*b*\n').split('\n---\n');
  expect(first).toBe(
    'See how.\n\n*From: [Late \\[books\\]](https://library.example/late_%28old%29?a=%2Ab%2A)*',
  );
});
