import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { checkKnowledge } from '../../src/check/check.ts';
import { loadContent, nothingKept } from '../../src/check/load-content.ts';
import { readFolder } from '../../src/content/read-folder.ts';
import { say } from '../../src/desk/phrases.ts';
import { readArticles } from '../../src/knowledge/read-article.ts';

const evil = fileURLToPath(new URL('../fixtures/evil', import.meta.url));
const article =
  '---\ntitle: Fees\nquestions: [what are the fees, how much is it, is it free]\n---\n\nNone.\n';

async function folder(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), 'firstline-load-'));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
  return root;
}

it('takes a folder with nothing but articles', async () => {
  const content = await loadContent(await folder({ 'articles/fees.md': article }));
  expect(content.articles.map(({ id }) => id)).toEqual(['fees']);
  expect(content.types.size).toBe(0);
  expect(content.diagnostics).toMatchObject([{ rule: 'desk-missing', severity: 'warning' }]);
});

it('takes golden questions as a spreadsheet saves them, and says where they are no text', async () => {
  const asked = 'question;article\r\nGebühr?;fees\r\n';
  const found = async (questions: string | Uint8Array) => {
    const desk = '---\nname: Fees\n---\n';
    const root = await folder({ 'desk.md': desk, 'articles/fees.md': article, 'questions.csv': questions });
    return checkKnowledge(root, { ranking: false });
  };
  expect(await found(`\uFEFF${asked}`)).toEqual([]);
  expect(await found(Buffer.from(asked, 'latin1'))).toMatchObject([
    { file: 'questions.csv', line: 2, rule: 'file-not-text', severity: 'error' },
  ]);
});

it('fills the gaps of a language from the language of the desk, and those from what ships', async () => {
  const shipped = await folder({
    'phrases/en.md': '---\nlang: en\n---\n## yes\n\nYes\n\n## no\n\nNo\n\n## help\n\nHelp\n',
  });
  const root = await folder({
    'articles/fees.md': article,
    'phrases/en.md': '---\nlang: en\n---\n## no\n\nNope\n',
    'phrases/de.md': '---\nlang: de\n---\n## yes\n\nJa\n',
  });
  const { phrases } = await loadContent(root, { shipped });
  const german = phrases.get('de');
  if (german === undefined) throw new Error('There must be German phrases.');
  expect([say(german, 'yes'), say(german, 'no'), say(german, 'help')]).toEqual(['Ja', 'Nope', 'Help']);
});

it('keeps the first of two files of phrases of one language, and tells the second', async () => {
  const phrases = (yes: string): string => `---\nlang: en\n---\n## yes\n\n${yes}\n`;
  const root = await folder({
    'articles/fees.md': article,
    'phrases/en.md': phrases('Yes'),
    'phrases/english.md': phrases('Yep'),
  });
  const { phrases: read, diagnostics } = await loadContent(root);
  expect(read.get('en')?.texts.get('yes')).toBe('Yes');
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toMatchObject([
    { file: 'phrases/english.md', message: expect.stringContaining('(first: phrases/en.md)') },
  ]);
});

it('speaks the language of a region as it is spoken elsewhere, and says where the desk has none', async () => {
  const german = { 'phrases/de.md': '---\nlang: de\n---\n## yes\n\nJa\n' };
  const [shipped, none] = [await folder(german), await folder({})];
  const load = async (lang: string, files: Readonly<Record<string, string>>, from: string) => {
    const desk = `---\nname: Kasse\nlang: ${lang}\n---\n`;
    const root = await folder({ 'articles/fees.md': article, 'desk.md': desk, ...files });
    const { phrases, diagnostics } = await loadContent(root, { shipped: from });
    return [
      phrases.get(lang)?.texts.get('yes'),
      ...diagnostics.map(({ file, line, rule }) => `${file}:${line} ${rule}`),
    ];
  };
  expect(await load('de-AT', {}, shipped)).toEqual(['Ja']);
  expect(await load('de-AT', german, none)).toEqual(['Ja', 'phrases/de.md:4 phrase-missing']);
  expect(await load('fr', {}, shipped)).toEqual([undefined, 'desk.md:3 phrase']);
});

it('keeps the first of two work-order types of one name, and tells the second', async () => {
  const type = (title: string): string =>
    `---\ntitle: ${title}\nsummary: Money on its way\nfields:\n  - { id: details, kind: text, label: Details, prompt: What? }\n---\n`;
  const { types, diagnostics } = await loadContent(
    await folder({
      'articles/fees.md': article,
      'work-orders/a/transfer.md': type('First'),
      'work-orders/b/transfer.md': type('Second'),
    }),
  );
  expect([...types.values()].map(({ title }) => title)).toEqual(['First']);
  expect(diagnostics).toMatchObject([
    { rule: 'desk-missing' },
    { rule: 'work-order-type', file: 'work-orders/b/transfer.md', severity: 'error' },
  ]);
});

it('has a revision that changes with any text, a broken one too, and with nothing else', async () => {
  const root = await folder({ 'articles/fees.md': article, 'articles/broken.md': 'broken' });
  const copy = await folder({});
  await cp(root, copy, { recursive: true });
  const { revision } = await loadContent(root);
  expect(revision).toMatch(/^[0-9a-f]{64}$/);
  expect((await loadContent(copy)).revision).toBe(revision);
  await writeFile(path.join(copy, 'articles/broken.md'), 'still broken');
  expect((await loadContent(copy)).revision).not.toBe(revision);
});

it('tells a broken desk.md once and goes on with the defaults', async () => {
  const root = await folder({ 'articles/fees.md': article, 'desk.md': '---js\n{}\n---\n' });
  const { desk, diagnostics } = await loadContent(root);
  expect(desk.prefix).toBe('WO');
  expect(diagnostics).toMatchObject([{ file: 'desk.md', rule: 'front-matter-language' }]);
});

it('keeps the desk as it last was while desk.md has a fault, tells it, and takes what is mended', async () => {
  const root = await folder({
    'articles/fees.md': article,
    'desk.md': '---\nname: North\nprefix: NO\n---\n',
  });
  const kept = nothingKept();
  const after = async (text: string) => {
    await writeFile(path.join(root, 'desk.md'), text);
    const { desk, diagnostics } = await loadContent(root, { kept });
    return [desk.name, desk.prefix, ...diagnostics.map(({ file, line }) => `${file}:${line}`)];
  };
  expect(await after('---\nname: North\nprefix: NO\n---\n')).toEqual(['North', 'NO']);
  expect(await after('---\nname: South: east\n---\n')).toEqual(['North', 'NO', 'desk.md:2']);
  expect(await after('---\nname: South\nprefix: S\n---\n')).toEqual(['North', 'NO', 'desk.md:3']);
  expect(await after('---\nname: South\n---\n')).toEqual(['South', 'WO']);
});

it('says something about every evil file, and still reads the good one', async () => {
  const files = await readdir(path.join(evil, 'articles'));
  const { articles, diagnostics } = await loadContent(evil);
  // What is evil about a link is for a rule to say, once the article is read: test/evil.test.ts.
  const isRead = (name: string): boolean => name === 'good.md' || name.endsWith('-link.md');
  expect(articles.map(({ id }) => `${id}.md`).toSorted()).toEqual(files.filter(isRead).toSorted());
  const told = new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ file }) => file));
  expect([...told].toSorted()).toEqual(
    files
      .filter((name) => !isRead(name))
      .map((name) => `articles/${name}`)
      .toSorted(),
  );
});

it('checks a folder with readers and rules, sorted by place, at a given time', async () => {
  const root = await folder({
    'articles/a.md': article.replace('---\n\nNone', 'review-by: 2026-07-01\n---\n\nSee [x](x.md). None'),
    'articles/b.md': article.replace('is it free', 'costs'),
  });
  const found = async (date: string) =>
    (await checkKnowledge(root, { now: Date.parse(date), ranking: false })).map(
      ({ file, line, rule }) => `${file}:${line} ${rule}`,
    );
  const always = [
    'articles/a.md:7 broken-link',
    'articles/b.md:2 duplicate-title',
    'articles/b.md:3 duplicate-question',
    'articles/b.md:3 duplicate-question',
    'desk.md:1 desk-missing',
  ];
  expect(await found('2026-07-01T23:59:00Z')).toEqual(always);
  expect(await found('2026-07-02T00:00:00Z')).toEqual(['articles/a.md:4 review-date-passed', ...always]);
});

it('survives a folder that is not there', async () => {
  const { articles, diagnostics } = await loadContent('/nowhere/at/all');
  expect(articles).toEqual([]);
  expect(diagnostics.map(({ rule }) => rule)).toContain('folder-missing');
});

it('gives what a load anew gives after any change, though it parses only what changed', async () => {
  const phrases = '---\nlang: en\n---\n## yes\n\nYes\n';
  const shipped = await folder({ 'phrases/en.md': phrases });
  const root = await folder({ 'phrases/en.md': phrases });
  await cp('./test/fixtures/small-desk', root, { recursive: true });
  const [type = ''] = await readdir(path.join(root, 'work-orders'));
  const kept = nothingKept();
  const edit = async (file: string, edited: (text: string) => string): Promise<void> =>
    writeFile(path.join(root, file), edited(await readFile(path.join(root, file), 'utf8')));
  const changes: readonly (() => Promise<void>)[] = [
    async () => {},
    () => edit('articles/opening-hours.md', (text) => `${text}\nAnd more.\n`),
    () => writeFile(path.join(root, 'articles/fees.md'), article),
    () => edit(`work-orders/${type}`, (text) => text.replace(/^title: .*$/m, 'title: Another title')),
    () => edit('phrases/en.md', (text) => text.replace('## yes', '## nothing-known')),
    () => edit('desk.md', (text) => text.replace(/^---\n/, '---\nlang: de\n')),
    () => rm(path.join(root, 'work-orders', type)),
    () => rm(path.join(root, 'phrases'), { recursive: true }),
    () => rm(path.join(root, 'articles/fees.md')),
  ];
  for (const change of changes) {
    await change();
    expect(await loadContent(root, { shipped, kept })).toEqual(await loadContent(root, { shipped }));
  }
});

it('makes of a large folder, which two threads read, what one makes of it', async () => {
  const articles = Array.from({ length: 2_050 }, (_, n) => {
    const name = `articles/${String(n).padStart(5, '0')}.md`;
    const text = n % 100 === 7 ? '---\ntitle: [\n---\n\nNone.\n' : article.replace('Fees', `Fees ${n}`);
    return [name, text] as const;
  });
  const root = await folder({
    ...Object.fromEntries(articles),
    'desk.md': '---\nname: Kasse\nlang: de\n---\n',
  });
  const { documents, diagnostics } = await readFolder(root, 'articles');
  const alone = readArticles(documents, 'de');
  const content = await loadContent(root);
  expect(content.articles).toEqual(alone.articles);
  expect(content.diagnostics).toEqual(expect.arrayContaining([...diagnostics]));
  expect(diagnostics.length).toBeGreaterThan(20);
}, 60_000);
