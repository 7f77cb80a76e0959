import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
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
