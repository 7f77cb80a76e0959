import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LoadedContent, loadContent } from '../../src/check/load-content.ts';
import { listFiles } from '../../src/content/list-files.ts';
import { Analyzer } from '../../src/knowledge/analyzer.ts';
import { ArticleIndex } from '../../src/knowledge/article-index.ts';
import { packArticles } from '../../src/knowledge/packed-articles.ts';
import { buffersOfIndex, type PackedIndex, packIndex } from '../../src/knowledge/packed-index.ts';
import { buffersOf, type Training, train } from '../../src/knowledge/training.ts';
import { partsOf, printOf } from '../../src/live-desk/desk-parts.ts';
import { type KeptDesk, keptDesk, printOfContent } from '../../src/live-desk/kept-desk.ts';
import { keptResults } from '../../src/live-desk/kept-results.ts';
import type { PackedContent } from '../../src/live-desk/packed-content.ts';
import { writeSmallKnowledge } from '../small-knowledge.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firstline-kept-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a result that is kept', () => {
  const result = { names: ['one', 'two'], weights: Float32Array.of(1, 2, 3), of: new Map([[1, 'a']]) };
  const kept = (program = 'program', mostBytes?: number) =>
    keptResults<typeof result>(join(folder, 'kept'), program, mostBytes);
  const files = async () => (await readdir(join(folder, 'kept'))).map((name) => join(folder, 'kept', name));
  const onlyFile = async (): Promise<string> => (await files())[0] ?? '';

  it('is found again as it was, by another start', async () => {
    await kept().keep('print', result);
    expect(await kept().find('print')).toEqual(result);
  });

  it('is not found for something else, nor by another program', async () => {
    await kept().keep('print', result);
    expect(await kept().find('another print')).toBeUndefined();
    expect(await kept('another program').find('print')).toBeUndefined();
  });

  it.each([
    ['torn', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['empty', () => Buffer.alloc(0)],
    ['changed', (bytes: Buffer) => bytes.fill(7, bytes.length - 10)],
    ['foreign', () => Buffer.from('nothing of ours')],
  ])('counts as none where its file is %s, and is kept anew', async (_, damage) => {
    await kept().keep('print', result);
    const file = await onlyFile();
    await writeFile(file, damage(await readFile(file)));
    expect(await kept().find('print')).toBeUndefined();
    await kept().keep('print', result);
    expect(await kept().find('print')).toEqual(result);
  });

  it('counts as none where nothing can be kept', async () => {
    const nowhere = keptResults<string>('/dev/null/nowhere', 'program');
    await nowhere.keep('print', 'result');
    expect(await nowhere.find('print')).toBeUndefined();
  });

  it('goes when it takes too much room; what was used last stays', async () => {
    await kept().keep('first', result);
    const { length } = await readFile(await onlyFile());
    const small = kept('program', 2.5 * length);
    await small.keep('second', result);
    for (const file of await files()) await utimes(file, 1, 1);
    await small.find('first');
    await small.keep('third', result);
    expect(await small.find('first')).toBeDefined();
    expect(await small.find('second')).toBeUndefined();
    expect(await small.find('third')).toBeDefined();
  });
});

const packed = (content: LoadedContent): PackedContent => {
  const { articles, ...rest } = content;
  const parts = [...partsOf(content)];
  const prints = new Map(parts.map(([name, some]) => [name, printOf(some, content.desk.synonyms)]));
  return { articles: [packArticles(articles)], rest, prints };
};

describe('a desk that is kept', () => {
  let knowledge: string;
  let kept: KeptDesk;
  beforeEach(() => {
    knowledge = join(folder, 'knowledge');
    writeSmallKnowledge(knowledge);
    kept = keptDesk(join(folder, 'kept'), 'program');
  });

  const keepIt = async () => {
    const content = await loadContent(knowledge);
    const { synonyms } = content.desk;
    const index = new Map<string, PackedIndex>();
    const learned = new Map<string, Training>();
    await kept.contents.keep(
      await printOfContent(await listFiles(knowledge, '.'), content.revision),
      packed(content),
    );
    for (const [name, articles] of partsOf(content)) {
      const training = train(articles, synonyms);
      learned.set(name, training);
      await kept.trainings.keep(printOf(articles, synonyms), training);
      const packed = packIndex(ArticleIndex.of(articles, new Analyzer(synonyms)));
      index.set(name, packed);
      await kept.indexes.keep(printOf(articles, synonyms), packed);
    }
    return { content, index, known: learned };
  };
  const changed = async (file: string, text: string): Promise<void> => {
    await mkdir(join(knowledge, dirname(file)), { recursive: true });
    await writeFile(join(knowledge, file), text);
  };

  it('is found whole, as it was', async () => {
    expect(await kept.find(knowledge)).toBe('not yet');
    const desk = await keepIt();
    expect(await kept.find(knowledge)).toEqual(desk);
  });

  it('has arrays that a thread can hand over', async () => {
    await keepIt();
    const { desk, articles } = await loadContent(knowledge);
    const print = printOf(articles, desk.synonyms);
    const index = await kept.indexes.find(print);
    const training = await kept.trainings.find(print);
    const all = [...(training ? buffersOf(training) : []), ...(index ? buffersOfIndex(index) : [])];
    expect(all).toHaveLength(11);
    expect(() => structuredClone([index, training], { transfer: all })).not.toThrow();
  });

  it('is found in another folder with the same files, which are named from the folder', async () => {
    const desk = await keepIt();
    await cp(knowledge, join(folder, 'moved'), { recursive: true });
    expect(await kept.find(join(folder, 'moved'))).toEqual(desk);
  });

  it.each<readonly [string, () => Promise<void>]>([
    [
      'an article',
      () => changed('articles/new.md', '---\ntitle: New\nquestions: [what is new]\n---\n\nNews.\n'),
    ],
    ['the desk', () => changed('desk.md', '---\nname: Another desk\n---\n')],
    ['phrases', () => changed('phrases/de.md', '## nothing-known\n\nDas weiß ich nicht.\n')],
    ['a file that is not read but told of', () => changed('articles/wrong.MD', 'text')],
    ['a link that leads out', () => symlink('/etc/hostname', join(knowledge, 'articles/out.md'))],
  ])('is not found when %s comes in', async (_, change) => {
    await keepIt();
    await change();
    expect(await kept.find(knowledge)).toBe('not yet');
  });

  it('is never found while a file is no text', async () => {
    await keepIt();
    await writeFile(join(knowledge, 'articles/picture.md'), Buffer.of(0xff, 0xfe, 0x00));
    expect(await kept.find(knowledge)).toBe('never');
  });

  it('is not found where what was learned is gone', async () => {
    const { content } = await keepIt();
    const bare = keptDesk(join(folder, 'bare'), 'program');
    await bare.contents.keep(
      await printOfContent(await listFiles(knowledge, '.'), content.revision),
      packed(content),
    );
    expect(await bare.find(knowledge)).toBe('not yet');
  });
});
