import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { fromCsv } from '../../../src/cli/import/from-csv.ts';
import { fromHtml } from '../../../src/cli/import/from-html.ts';
import { articleText, fileOf, handworkFor } from '../../../src/cli/import/imported.ts';
import { readDocument } from '../../../src/content/read-document.ts';
import { readArticle } from '../../../src/knowledge/read-article.ts';
import { firstline } from '../run.ts';

const root = mkdtempSync(path.join(tmpdir(), 'firstline-import-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const page = `<!doctype html><html><head><title>Fees &amp; limits</title><script>alert(1)</script></head><body>
<nav><a href="/">Home</a></nav><main><h1>Fees</h1><p>We charge <b>nothing</b>, see <a href="/limits">limits</a>.</p>
<table><tr><th>What</th><th>Fee</th></tr><tr><td>Deposit</td><td>0 | 1</td></tr></table>
<img src="a.png" alt="A table"><iframe src="x"></iframe></main><footer>Imprint</footer></body></html>`;

const list = `<main><h1>FAQ</h1><details><summary>What does it cost?</summary><p>Nothing.</p></details>
<h2>How long does it take?</h2><p>A day.</p><h3>At weekends</h3><p>Two.</p></main>`;

it('makes one article of a page, without what surrounds it', () => {
  const [article, ...more] = fromHtml('fees.html', page);
  expect(more).toEqual([]);
  if (article === undefined) throw new Error('There must be an article.');
  expect(article).toMatchObject({ title: 'Fees', questions: ['Fees'] });
  expect(article.answer).toContain('We charge **nothing**, see [limits](/limits).');
  expect(article.answer).toMatch(/\| Deposit \| 0 \\\| 1/);
  expect(article.answer).not.toMatch(/alert|Home|Imprint|iframe|# Fees/);
  expect(handworkFor(article).join('\n')).toMatch(
    /iframe[\s\S]*phrasings[\s\S]*pictures[\s\S]*links of the old site/,
  );
});

it('makes an article for each question of a list', () => {
  expect(fromHtml('faq.html', list)).toMatchObject([
    { title: 'What does it cost?', answer: 'Nothing.' },
    { title: 'How long does it take?', answer: 'A day.\n\n### At weekends\n\nTwo.' },
  ]);
});

it('makes an article for each term of a list of definitions', () => {
  const dl =
    '<dl class="faq"><dt>Is it free?</dt><dd>Yes.</dd><dt>Is there an app?</dt><dd><p>No.</p></dd></dl>';
  expect(fromHtml('faq.html', dl)).toMatchObject([
    { title: 'Is it free?', answer: 'Yes.' },
    { title: 'Is there an app?', answer: 'No.' },
  ]);
});

it('names the line at which a row begins, and takes answers that are HTML', () => {
  const csv =
    'question,answer\r\nOne?,"1. a\r\n2. b\r\n3. if x < y"\r\nTwo?,"<p>It is <b>free</b>.</p><ul><li>Yes</li></ul>"\r\n';
  expect(fromCsv('faq.csv', csv)).toMatchObject([
    { source: 'faq.csv:2', answer: '1. a\n2. b\n3. if x < y' },
    { source: 'faq.csv:5', answer: 'It is **free**.\n\n* Yes' },
  ]);
});

it('takes rows of one answer as phrasings of one article, and says what is missing', () => {
  const csv =
    '\uFEFFQuestion;Answer;Category\nWhat is it?;"It; is\nthis.";about\nWhat then?;"It; is\nthis.";about\nWhy?;;\n';
  expect(fromCsv('faq.csv', csv)).toEqual([
    expect.objectContaining({
      title: 'What is it?',
      questions: ['What is it?', 'What then?'],
      category: 'about',
    }),
    expect.objectContaining({ title: 'Why?', answer: '', faults: ['it has no answer'] }),
  ]);
  expect(() => fromCsv('faq.csv', 'q,a\n1,2\n')).toThrow(
    'found the columns q, a, expected question and answer',
  );
  expect(() => fromCsv('faq.csv', 'question,answer\n"x,2\n')).toThrow(
    'faq.csv:2 Unexpected quote `"` that nothing closes',
  );
  expect(fromCsv('faq.csv', 'question,answer\nHow?,Come in; pay there\n')).toMatchObject([
    { answer: 'Come in; pay there' },
  ]);
});

it('writes articles that the desk can read, whatever stands in them', () => {
  const [article] = fromCsv('x.csv', 'question,answer\n"--- : ""yes"" #1?",---\n');
  if (article === undefined) throw new Error('There must be an article.');
  const { document } = readDocument('articles/x.md', articleText({ ...article, answer: 'Text.' }, false));
  if (document === undefined) throw new Error('The article must be readable.');
  expect(readArticle(document).article).toMatchObject({
    title: '--- : "yes" #1?',
    questions: ['--- : "yes" #1?'],
  });
});

it('writes drafts, never over a file that is there, and refuses what it cannot read', async () => {
  mkdirSync(path.join(root, 'knowledge'));
  writeFileSync(path.join(root, 'faq.csv'), 'question,answer\nWhat does it cost?,Send us your password.\n');
  const args = [
    'import',
    '--from',
    'csv',
    '--knowledge',
    path.join(root, 'knowledge'),
    path.join(root, 'faq.csv'),
  ];
  const first = await firstline(args);
  expect(first.out).toMatch(/what-does-it-cost\.md from [\s\S]*asks for a secret \(password\)/);
  expect(readFileSync(path.join(root, 'knowledge/articles/imported/what-does-it-cost.md'), 'utf8')).toContain(
    'draft: true\n---\n\nSend us',
  );
  expect((await firstline(args)).out).toContain('is there already');
  const escaped = await firstline([...args, '--into', '../../x']);
  expect(escaped).toMatchObject({ status: 2, err: expect.stringContaining('--into') });
}, 180_000);

it('keeps a long question whole, as an article takes it, and cuts a title between characters', () => {
  const question = `${'why does it take so long '.repeat(30)}?`;
  const imported = { source: 'faq.csv:2', title: `${'a'.repeat(199)}😀`, answer: 'So.', faults: [] };
  const { document } = readDocument(
    'articles/a.md',
    articleText({ ...imported, questions: [question] }, false),
  );
  expect(document?.data).toEqual({ title: 'a'.repeat(199), questions: [question] });
});

it.each([
  ['long', 'what do I do when it does not arrive '.repeat(12), 'articles/faq/what-do-i-do-when-it-does'],
  [
    'in another script',
    'パスワードを忘れた場合はどうすればよいですか'.repeat(6),
    'articles/faq/パスワードを忘れた',
  ],
  ['without letters', '???', 'articles/faq/article.md'],
])('gives an article a name that a disk takes, though its title is %s', (_, title, begins) => {
  const file = fileOf({ source: 'faq.csv:2', title, questions: [title], answer: 'So.', faults: [] }, 'faq');
  expect(file).toMatch(/[^-]\.md$/);
  expect(file.startsWith(begins)).toBe(true);
  expect(Buffer.byteLength(path.basename(file))).toBeLessThanOrEqual(255);
});
