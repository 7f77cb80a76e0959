import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { type FileResult, readFiles, readFolder, readFolderAs } from '../../src/content/read-folder.ts';
import { cpuMs } from '../cpu-time.ts';

const evil = fileURLToPath(new URL('../fixtures/evil', import.meta.url));
const good = '---\ntitle: A\n---\n\nText.\n';

async function temporaryFolder(): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), 'firstline-folder-'));
  onTestFinished(() => rm(root, { recursive: true }));
  return root;
}

it('names files from the root, sorted, whatever the disk says first', async () => {
  const root = await temporaryFolder();
  await mkdir(path.join(root, 'articles/b'), { recursive: true });
  for (const file of ['b/z.md', 'b/a.md', 'c.md', 'a.md'])
    await writeFile(path.join(root, 'articles', file), good);
  await writeFile(path.join(root, 'articles/.hidden.md'), good);
  const { documents, diagnostics } = await readFolder(root, 'articles');
  const files = ['articles/a.md', 'articles/b/a.md', 'articles/b/z.md', 'articles/c.md'];
  expect(documents.map(({ file }) => file)).toEqual(files);
  expect(diagnostics).toEqual([]);
});

it('tells of a missing and of an empty folder', async () => {
  const root = await temporaryFolder();
  await mkdir(path.join(root, 'empty'));
  expect((await readFolder(root, 'absent')).diagnostics).toMatchObject([
    { file: 'absent', rule: 'folder-missing' },
  ]);
  expect((await readFolder(root, 'empty')).diagnostics).toMatchObject([
    { file: 'empty', rule: 'folder-empty' },
  ]);
});

it('refuses links that lead out, in a loop or nowhere, and follows those that stay inside', async () => {
  const root = await temporaryFolder();
  const outside = await temporaryFolder();
  await writeFile(path.join(outside, 'secret.md'), good);
  await mkdir(path.join(root, 'articles/sub'), { recursive: true });
  await writeFile(path.join(root, 'articles/sub/real.md'), good);
  await symlink(path.join(outside, 'secret.md'), path.join(root, 'articles/file-out.md'));
  await symlink(outside, path.join(root, 'articles/folder-out'));
  await symlink(path.join(root, 'articles'), path.join(root, 'articles/sub/loop'));
  await symlink(path.join(root, 'nowhere.md'), path.join(root, 'articles/dangling.md'));
  await symlink('sub/real.md', path.join(root, 'articles/inside.md'));
  const { documents, diagnostics } = await readFolder(root, 'articles');
  expect(documents.map(({ file }) => file)).toEqual(['articles/inside.md', 'articles/sub/real.md']);
  expect(diagnostics.map(({ file, rule }) => `${file} ${rule}`).toSorted()).toEqual([
    'articles/dangling.md file-link',
    'articles/file-out.md file-link',
    'articles/folder-out file-link',
    'articles/sub/loop file-link',
  ]);
});

it.each([1, 10])('does not read a file over a megabyte: %i MB', async (mb) => {
  const root = await temporaryFolder();
  await mkdir(path.join(root, 'articles'));
  await writeFile(path.join(root, 'articles/large.md'), good + 'a'.repeat(mb * 1024 * 1024));
  const { documents, diagnostics, texts } = await readFolder(root, 'articles');
  expect(documents).toEqual([]);
  expect(texts.size).toBe(0);
  expect(diagnostics).toMatchObject([{ rule: 'file-size', severity: 'error' }]);
});

it('does not parse front matter of nearly a megabyte', async () => {
  const root = await temporaryFolder();
  await mkdir(path.join(root, 'articles'));
  const tags = '  - &a [*a, {b: {c: d}}]\n'.repeat(40_000);
  await writeFile(path.join(root, 'articles/large.md'), `---\ntitle: A\ntags:\n${tags}---\n\nText.\n`);
  await writeFile(path.join(root, 'articles/good.md'), good);
  const began = cpuMs();
  const { documents, diagnostics } = await readFolder(root, 'articles');
  expect(cpuMs() - began).toBeLessThan(1000);
  expect(documents.map(({ file }) => file)).toEqual(['articles/good.md']);
  expect(diagnostics).toMatchObject([{ file: 'articles/large.md', rule: 'front-matter-size' }]);
});

it('says so when a file surely meant for it has another ending', async () => {
  const root = await temporaryFolder();
  await mkdir(path.join(root, 'articles'));
  const others = ['a.markdown', 'b', 'c.txt', 'd.docx'];
  for (const name of ['0.md', ...others, 'e.png', 'f.md~', '.g'])
    await writeFile(path.join(root, 'articles', name), good);
  const { diagnostics } = await readFolder(root, 'articles');
  expect(diagnostics).toMatchObject(
    others.map((name) => ({ file: `articles/${name}`, rule: 'file-name', severity: 'warning' })),
  );
});

it('reads the good file among the evil ones, runs no code, and takes no time over it', async () => {
  const start = cpuMs();
  const { documents } = await readFolder(evil, 'articles');
  expect(documents.map(({ file }) => file)).toContain('articles/good.md');
  expect(Reflect.has(globalThis, 'firstlineWasEvaluated')).toBe(false);
  expect(Reflect.has(Object.prototype, 'draft')).toBe(false);
  expect(cpuMs() - start).toBeLessThan(5000);
});

const titleOf = ({ data }: { readonly data: Readonly<Record<string, unknown>> }): string =>
  String(data.title);

async function titlesBy(
  other: (files: readonly string[]) => Promise<readonly FileResult<string>[]>,
  count: number,
) {
  const root = await temporaryFolder();
  await mkdir(path.join(root, 'articles'));
  const names = Array.from({ length: count }, (_, n) => String(n).padStart(5, '0'));
  for (const name of names)
    await writeFile(path.join(root, `articles/${name}.md`), `---\ntitle: n${name}\n---\n\nText.\n`);
  const elsewhere: string[] = [];
  const heard: string[] = [];
  const { documents, texts } = await readFolderAs(root, 'articles', {
    make: titleOf,
    hear: (titles, { files, left }) => {
      heard.push(...titles);
      expect(files).toBe(count);
      expect(left).toBe(count - heard.length);
    },
    other: async (files) => {
      elsewhere.push(...files);
      await other(files);
      return readFiles(root, files, { make: (document) => `${titleOf(document)} there` });
    },
  });
  return { titles: names.map((name) => `n${name}`), documents, texts, heard, elsewhere };
}

const bare = (titles: readonly string[]) => titles.map((title) => title.replace(' there', ''));

it('shares a large folder with another reader, and hears of all in order, however slow that one is', async () => {
  let turn = 0;
  const slow = async () => {
    await new Promise((resolve) => setTimeout(resolve, turn++ % 3));
    return [];
  };
  const { titles, documents, texts, heard, elsewhere } = await titlesBy(slow, 2_100);
  expect(bare(documents)).toEqual(titles);
  expect(heard).toEqual(documents);
  expect(texts.size).toBe(titles.length);
  expect(elsewhere.length).toBeGreaterThan(0);
  expect(documents.filter((title) => title.endsWith('there')).length).toBe(elsewhere.length);
  expect(elsewhere.length).toBeLessThan(titles.length);
});

it('fails where the other reader does, and then neither reads on nor tells of more', async () => {
  const root = await temporaryFolder();
  await mkdir(path.join(root, 'articles'));
  for (let n = 0; n < 2_100; n++)
    await writeFile(path.join(root, `articles/${n}.md`), `---\ntitle: n${n}\n---\n\nText.\n`);
  let [read, heard] = [0, 0];
  const reading = readFolderAs(root, 'articles', {
    make: () => read++,
    hear: () => heard++,
    other: () => Promise.reject(new Error('The thread has ended.')),
  });
  await expect(reading).rejects.toThrow('The thread has ended.');
  const before = heard;
  // What was begun is read to its end.
  for (let last = -1; last !== read; await new Promise((resolve) => setTimeout(resolve, 100))) last = read;
  expect(read).toBeLessThan(100);
  expect(heard).toBe(before);
});

it('reads a small folder alone', async () => {
  const { elsewhere, documents } = await titlesBy(async () => [], 40);
  expect(documents).toHaveLength(40);
  expect(elsewhere).toEqual([]);
});
