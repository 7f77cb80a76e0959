import { mkdir, mkdtemp, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type KeptFiles, readFolder } from '../../src/content/read-folder.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'firstline-kept-'));
  await mkdir(join(root, 'articles'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

it('parses again what changed, forgets what went, and keeps the rest', async () => {
  const kept: KeptFiles = new Map();
  const write = (name: string, text: string): Promise<void> =>
    writeFile(join(root, 'articles', name), `---\ntitle: ${name}\n---\n${text}\n`);
  const read = async () => (await readFolder(root, 'articles', kept)).documents;
  await write('a.md', 'One.');
  await write('b.md', 'Two.');
  await write('c.md', 'Three.');
  const [a] = await read();
  await write('b.md', 'Four.');
  await rm(join(root, 'articles', 'c.md'));
  const again = await read();
  expect(again.map(({ body }) => body.trim())).toEqual(['One.', 'Four.']);
  expect(again[0]).toBe(a);
  expect([...kept.keys()]).toEqual(['articles/a.md', 'articles/b.md']);
});

it('keeps what a file said that was cut off, tells that it is empty, and takes what is written next', async () => {
  const kept: KeptFiles = new Map();
  const file = join(root, 'articles', 'a.md');
  await writeFile(file, '---\ntitle: A\n---\nOne.\n');
  await readFolder(root, 'articles', kept);
  for (let time = 0; time < 2; time++) {
    await truncate(file);
    const { documents, diagnostics } = await readFolder(root, 'articles', kept);
    expect(documents.map(({ body }) => body.trim())).toEqual(['One.']);
    expect(diagnostics.map(({ rule }) => rule)).toEqual(['file-empty']);
  }
  await writeFile(file, '---\ntitle: A\n---\nTwo.\n');
  const { documents, diagnostics } = await readFolder(root, 'articles', kept);
  expect(documents.map(({ body }) => body.trim())).toEqual(['Two.']);
  expect(diagnostics).toEqual([]);
});

it('keeps what a file said while it cannot be read, tells why, and takes what is mended', async () => {
  const kept: KeptFiles = new Map();
  const file = join(root, 'articles', 'a.md');
  const whole = '---\ntitle: A\n---\nOne.\n';
  const after = async (written: string | Uint8Array) => {
    await writeFile(file, written);
    const { documents, diagnostics } = await readFolder(root, 'articles', kept);
    return [documents.map(({ body }) => body.trim()).join(), ...diagnostics.map(({ rule }) => rule)];
  };
  expect(await after('---\ntitle: A\n')).toEqual(['', 'front-matter-unclosed']);
  expect(await after(whole)).toEqual(['One.']);
  expect(await after('---\ntitle: A: b\n---\nTwo.\n')).toEqual(['One.', 'front-matter-yaml']);
  expect(await after('---\ntitle: A\n---\n<<<<<<< x\n=======\n>>>>>>> y\n')).toEqual([
    'One.',
    'file-conflict',
  ]);
  expect(await after(Buffer.from('---\ntitle: A\n---\nGrüße.\n', 'latin1'))).toEqual([
    'One.',
    'file-not-text',
  ]);
  expect(await after('')).toEqual(['One.', 'file-empty']);
  expect(await after(whole)).toEqual(['One.']);
  expect(await after(whole.replace('One', 'Three'))).toEqual(['Three.']);
});

it('waits a moment for who cut a file off just now', async () => {
  const file = join(root, 'articles', 'a.md');
  await writeFile(file, '');
  // However busy the machine is.
  const now = (Date.now() + 240) / 1000;
  await utimes(file, now, now);
  const reading = readFolder(root, 'articles');
  await new Promise((resolve) => setTimeout(resolve, 50));
  await writeFile(file, '---\ntitle: A\n---\nOne.\n');
  expect((await reading).documents).toHaveLength(1);
});
