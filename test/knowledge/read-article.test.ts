import { describe, expect, it } from 'vitest';
import type { Document } from '../../src/content/document.ts';
import { readDocument } from '../../src/content/read-document.ts';
import { readArticle, readArticles } from '../../src/knowledge/read-article.ts';
import { cpuMs } from '../cpu-time.ts';

function parsed(file: string, text: string): Document {
  const { document } = readDocument(file, text);
  if (document === undefined) throw new Error('The example must parse.');
  return document;
}

function article(body: string, frontMatter = '', file = 'articles/a/b.md'): Document {
  return parsed(file, `---\ntitle: A title\nquestions: [one, two]\n${frontMatter}---\n${body}`);
}

const full = `category: Money
tags: [fee]
work-order: general
follow-ups: [a/c]
lang: EN-us
owner: payments
review-by: 2027-01-31
url: https://example.com/a
`;

describe('an article', () => {
  it('has what its front matter says, and knows where its questions stand', () => {
    const { article: made, diagnostics } = readArticle(article('Text.', full));
    expect(diagnostics).toEqual([]);
    expect(made).toMatchObject({
      id: 'a/b',
      file: 'articles/a/b.md',
      title: 'A title',
      category: 'Money',
      workOrder: 'general',
      followUps: ['a/c'],
      lang: 'en-US',
      owner: 'payments',
      reviewBy: '2027-01-31',
      url: 'https://example.com/a',
    });
    expect(made?.places.questions).toEqual([
      { line: 3, column: 13 },
      { line: 3, column: 18 },
    ]);
  });

  it('has the language of the desk when it names none', () => {
    expect(readArticle(article('Text.'), 'de').article?.lang).toBe('de');
  });

  it('is cut into passages at its headings, with the headings around each', () => {
    const body =
      '\nFirst.\n\n## One\n\nA **b** `c`.\n\n### Two\n\n- d\n- e\n\n## One\n\n| f | g |\n|---|---|\n| h | i |\n';
    const passages = readArticle(article(body)).article?.passages;
    expect(passages).toEqual([
      { headings: [], anchor: '', markdown: 'First.', text: 'First.', line: 6 },
      { headings: ['One'], anchor: 'one', markdown: 'A **b** `c`.', text: 'A b c.', line: 8 },
      { headings: ['One', 'Two'], anchor: 'two', markdown: '- d\n- e', text: 'd\ne', line: 12 },
      {
        headings: ['One'],
        anchor: 'one-1',
        markdown: '| f | g |\n|---|---|\n| h | i |',
        text: 'f g\nh i',
        line: 17,
      },
    ]);
  });

  it('keeps code as it is, does not cut at a heading in code, and shows no comments', () => {
    const body = '```sh\n## not a heading\n```\n\n<!-- ask legal -->\n\nSee <!-- really? -->this.\n';
    const passages = readArticle(article(body)).article?.passages;
    expect(passages?.map(({ markdown }) => markdown)).toEqual(['```sh\n## not a heading\n```\n\nSee this.']);
  });

  it('is cut in a time that grows with its text, not with its square', () => {
    const long = article(`${'a word '.repeat(30)}\n\n`.repeat(2400));
    const began = cpuMs();
    readArticle(long);
    expect(cpuMs() - began).toBeLessThan(500);
  });

  it('takes along the definitions that a passage refers to', () => {
    const passages = readArticle(
      article('## A\n\nSee [here][x].\n\n## B\n\nB.\n\n[x]: https://example.com\n'),
    ).article?.passages;
    expect(passages?.map(({ markdown }) => markdown)).toEqual([
      'See [here][x].\n\n[x]: https://example.com',
      'B.',
    ]);
  });

  it('is none while it is a draft, without an error', () => {
    expect(readArticle(article('Text.', 'draft: true\n'))).toMatchObject({
      article: undefined,
      diagnostics: [],
    });
  });

  it.each([
    [article('\n\n'), 'article-empty', 'end of the file'],
    [article('<!-- todo -->\n'), 'article-empty', 'end of the file'],
    [article('Text.', 'review-by: 2027-02-30\n'), 'front-matter', '`2027-02-30` for `review-by`'],
    [article('Text.', 'lang: not_a_tag\n'), 'front-matter', '`not_a_tag` for `lang`'],
    [article('Text.', 'url: "javascript:alert(1)"\n'), 'front-matter', '`javascript:alert(1)` for `url`'],
    [article('Text.', 'follow-ups: [a.md]\n'), 'front-matter', '`a.md` for item'],
    [parsed('articles/a.md', '---\ntitle: a\n---\nText.'), 'front-matter', 'missing `questions`'],
    [parsed('articles/a.md', '---\ntitle: a\nquestions: []\n---\nText.'), 'front-matter', 'list of 0'],
  ])('%# is none with a fault: %s', (document, rule, found) => {
    const { article: made, diagnostics } = readArticle(document);
    expect(made).toBeUndefined();
    expect(diagnostics).toMatchObject([{ rule, severity: 'error' }]);
    expect(diagnostics[0]?.message).toContain(found);
  });

  it('takes questions of a paragraph: a longer one costs no article', () => {
    const long = `I paid twice. ${'And then I waited. '.repeat(40)}`.trim();
    expect(long.length).toBeGreaterThan(700);
    const document = parsed('articles/a.md', `---\ntitle: a\nquestions: ["${long}"]\n---\nText.`);
    expect(readArticle(document).article?.questions).toEqual([long]);
  });

  it('takes at most a thousand questions', () => {
    const questions = Array.from({ length: 1001 }, (_, index) => `q${index}`).join(', ');
    const document = parsed('articles/a.md', `---\ntitle: a\nquestions: [${questions}]\n---\nText.`);
    expect(readArticle(document).diagnostics[0]?.message).toContain('at most 1000 items');
  });
});

describe('all articles', () => {
  it('lose none but the broken one', () => {
    const broken = parsed('articles/broken.md', '---\ntitle: a\n---\nText.');
    const { articles, diagnostics } = readArticles([article('Text.'), broken]);
    expect(articles.map(({ id }) => id)).toEqual(['a/b']);
    expect(diagnostics).toMatchObject([{ file: 'articles/broken.md' }]);
  });

  it('have ids that differ in more than case; the first stays', () => {
    const { articles, diagnostics } = readArticles([
      article('1', '', 'articles/a.md'),
      article('2', '', 'articles/A.md'),
    ]);
    expect(articles.map(({ file }) => file)).toEqual(['articles/a.md']);
    expect(diagnostics).toMatchObject([{ file: 'articles/A.md', rule: 'duplicate-id' }]);
    expect(diagnostics[0]?.message).toContain('first: articles/a.md');
  });

  it.each([
    ['translation-of: none\nlang: de\n', 'article `none`'],
    ['translation-of: a\n', 'translation into `en`'],
    ['translation-of: a-de\nlang: fr\n', 'translation of a translation'],
    ['translation-of: a\nlang: de\n', 'second translation into `de`'],
  ])('have sound translations: %j', (frontMatter, found) => {
    const { articles, diagnostics } = readArticles([
      article('1', '', 'articles/a.md'),
      article('2', 'translation-of: a\nlang: de\n', 'articles/a-de.md'),
      article('3', frontMatter, 'articles/x.md'),
    ]);
    expect(articles).toHaveLength(3);
    expect(diagnostics).toMatchObject([{ file: 'articles/x.md', rule: 'translation', line: 4, column: 17 }]);
    expect(diagnostics[0]?.message).toContain(found);
  });
});
