import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadContent } from '../src/check/load-content.ts';
import { keptTrainings } from '../src/kept-trainings.ts';
import { buffersOf, type Training, train } from '../src/knowledge/training.ts';

describe('what was learned before', () => {
  let folder: string;
  let training: Training;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'firstline-kept-'));
    const { articles } = await loadContent('./knowledge');
    training = train(articles.slice(0, 6));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const onlyFile = async (): Promise<string> => join(folder, (await readdir(folder))[0] ?? '');

  it('is found again as it was, by another start', async () => {
    await keptTrainings(folder, 'program').keep('print', training);
    const found = await keptTrainings(folder, 'program').find('print');
    expect(found).toEqual(training);
    // Each array must have a buffer of its own, or it cannot be handed to another thread.
    expect(structuredClone(found, { transfer: found ? buffersOf(found) : [] })).toEqual(training);
  });

  it('is not found for other articles, nor by another program', async () => {
    await keptTrainings(folder, 'program').keep('print', training);
    expect(await keptTrainings(folder, 'program').find('another print')).toBeUndefined();
    expect(await keptTrainings(folder, 'another program').find('print')).toBeUndefined();
  });

  it.each([
    ['torn', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['empty', () => Buffer.alloc(0)],
    ['changed', (bytes: Buffer) => bytes.fill(7, bytes.length - 10)],
    ['foreign', () => Buffer.from('nothing of ours')],
  ])('counts as none where its file is %s', async (_, damage) => {
    const kept = keptTrainings(folder, 'program');
    await kept.keep('print', training);
    const file = await onlyFile();
    await writeFile(file, damage(await readFile(file)));
    expect(await kept.find('print')).toBeUndefined();
    await kept.keep('print', training);
    expect(await kept.find('print')).toEqual(training);
  });

  it('is learned again where nothing can be kept', async () => {
    const kept = keptTrainings('/dev/null/nowhere', 'program');
    await kept.keep('print', training);
    expect(await kept.find('print')).toBeUndefined();
  });

  it('goes when it takes too much room, what was used last stays', async () => {
    await keptTrainings(folder, 'program').keep('first', training);
    const { length } = await readFile(await onlyFile());
    const kept = keptTrainings(folder, 'program', 2.5 * length);
    await kept.keep('second', training);
    for (const [at, name] of (await readdir(folder)).entries())
      await utimes(join(folder, name), at + 1, at + 1);
    await kept.find('first');
    await kept.keep('third', training);
    expect(await kept.find('first')).toBeDefined();
    expect(await kept.find('second')).toBeUndefined();
    expect(await kept.find('third')).toBeDefined();
  });
});
