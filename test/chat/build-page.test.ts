import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { expect, it } from 'vitest';
import { buildPage } from '../../src/chat/build-page.ts';

it('builds a page below 250 KB as it travels, and a script for other sites below 3', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'firstline-page-'));
  try {
    await buildPage(folder);
    const small = async (name: string): Promise<number> =>
      brotliCompressSync(await readFile(join(folder, name)), {
        params: { [constants.BROTLI_PARAM_QUALITY]: 5 },
      }).length;
    const names = (await readdir(folder)).toSorted();
    expect(names).toEqual(['chat.css', 'chat.js', 'embed.js', 'favicon.svg', 'index.html']);
    const page = await Promise.all(names.filter((name) => name !== 'embed.js').map(small));
    expect(page.reduce((sum, one) => sum + one)).toBeLessThan(250 * 1024);
    expect(await small('embed.js')).toBeLessThan(3 * 1024);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
