import { createHash } from 'node:crypto';
import { access, constants, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { KeptContent, LoadedContent } from '../check/load-content.ts';
import { maxFileBytes } from '../content/document.ts';
import { type FileList, isDocument, listFiles } from '../content/list-files.ts';
import { revisionOf } from '../content/revision.ts';
import type { PackedIndex } from '../knowledge/packed-index.ts';
import type { Training } from '../knowledge/training.ts';
import { inPackage } from '../package-root.ts';
import type { DeskIndex, DeskTraining, PartName } from './desk-parts.ts';
import { type KeptResults, keptResults } from './kept-results.ts';
import { openContent, type PackedContent } from './packed-content.ts';
import type { KeptPartIndexes } from './part-indexes.ts';

export interface DeskBefore {
  readonly content: LoadedContent;
  readonly index: DeskIndex;
  readonly known: DeskTraining;
}

/** 'never' while some file cannot be read as text: what a load makes of it is not known by its texts. */
export type NotKept = 'not yet' | 'never';

/** What the last load of a folder leaves to the next, which looks only at what changed. */
export interface LastLoad {
  readonly content: KeptContent;
  readonly indexes: KeptPartIndexes;
}

/**
 * What was read and learned before. Both are most of a start, and the same files give the same, so they are
 * kept from one start to the next.
 */
export interface KeptDesk {
  /** The folder as it is now, if it was read and learned before; needs nothing that reads Markdown. */
  find(folder: string): Promise<DeskBefore | NotKept>;
  /** By `printOfContent`. */
  readonly contents: KeptResults<PackedContent>;
  /** By the folder's place. */
  readonly lastLoads: KeptResults<LastLoad>;
  /** By `printOf` the part, as are the trainings. */
  readonly indexes: KeptResults<PackedIndex>;
  readonly trainings: KeptResults<Training>;
}

const besideProgram = inPackage('dist/learned');

/** In a folder beside the built program. */
export async function keptBesideProgram(): Promise<KeptDesk> {
  return keptDesk(besideProgram, await programPrint());
}

/** Whether that folder can be written. */
export async function canKeep(): Promise<boolean> {
  try {
    await mkdir(besideProgram, { recursive: true });
    await access(besideProgram, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param program see `keptResults` */
export function keptDesk(folder: string, program: string): KeptDesk {
  const contents = keptResults<PackedContent>(folder, `content\n${program}`);
  const indexes = keptResults<PackedIndex>(folder, `index\n${program}`);
  const trainings = keptResults<Training>(folder, `training\n${program}`);
  return {
    contents,
    lastLoads: keptResults<LastLoad>(folder, `last load\n${program}`),
    indexes: withFound(indexes, indexWithOwnBuffers),
    trainings: withFound(trainings, withOwnBuffers),
    find: async (root) => {
      const list = await listFiles(root, '.');
      const revision = await revisionNow(root, list);
      if (revision === undefined) return 'never';
      const content = await contents.find(await printOfContent(list, revision));
      return content ? learnedBefore(content, indexes, trainings) : 'not yet';
    },
  };
}

async function learnedBefore(
  content: PackedContent,
  indexes: KeptResults<PackedIndex>,
  trainings: KeptResults<Training>,
): Promise<DeskBefore | NotKept> {
  const index = new Map<PartName, PackedIndex>();
  const known = new Map<PartName, Training>();
  for (const [name, print] of content.prints) {
    const indexed = await indexes.find(print);
    const training = await trainings.find(print);
    if (indexed === undefined || training === undefined) return 'not yet';
    index.set(name, indexed);
    known.set(name, training);
  }
  return { content: await openContent(content), index, known };
}

/** What is found is as what is made; what is made is kept. */
export async function foundOrMade<T>(
  results: KeptResults<T> | undefined,
  print: string,
  make: () => T | Promise<T>,
): Promise<T> {
  const known = await results?.find(print);
  if (known !== undefined) return known;
  const made = await make();
  await results?.keep(print, made);
  return made;
}

const withFound = <T>(kept: KeptResults<T>, change: (found: T) => T): KeptResults<T> => ({
  ...kept,
  find: async (print) => {
    const found = await kept.find(print);
    return found === undefined ? undefined : change(found);
  },
});

/** Arrays read from a file share the file's buffer, which another thread cannot be handed in parts. */
function withOwnBuffers(training: Training): Training {
  const { idf, model, phrasings } = training.learned;
  return {
    ...training,
    learned: {
      ...training.learned,
      idf: idf.slice(),
      model: model && { ...model, weights: model.weights.slice() },
      phrasings: {
        ids: phrasings.ids.slice(),
        values: phrasings.values.slice(),
        starts: phrasings.starts.slice(),
        articles: phrasings.articles.slice(),
      },
    },
  };
}

const indexWithOwnBuffers = (packed: PackedIndex): PackedIndex => ({
  ...packed,
  fields: packed.fields.slice(),
  starts: packed.starts.slice(),
  articles: packed.articles.slice(),
  scores: packed.scores.slice(),
  frequencies: packed.frequencies.slice(),
});

/** Names all that a load of the folder depends on, beside what its revision tells: the list of files, the shipped phrases. */
export async function printOfContent(list: FileList, revision: string): Promise<string> {
  const shipped = inPackage('knowledge');
  const phrases = await listFiles(shipped, 'phrases');
  return JSON.stringify([revision, list, phrases, await printsOf(shipped, phrases.files)]);
}

/** The revision that a load would give; undefined where some file cannot be read as text. */
async function revisionNow(root: string, { files }: FileList): Promise<string | undefined> {
  const markdown = files.filter(isDocument);
  const below = (folder: string) => markdown.filter((file) => file.startsWith(`${folder}/`));
  const desk = markdown.filter((file) => file === 'desk.md');
  const read = [...below('articles'), ...below('work-orders'), ...below('phrases'), ...desk];
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  try {
    const texts = await inTurns(read, async (file) => {
      const full = path.join(root, file);
      if ((await stat(full)).size > maxFileBytes) throw new Error('A load leaves it out.');
      return utf8.decode(await readFile(full));
    });
    return revisionOf(texts.map((text, at) => [read[at] ?? '', text]));
  } catch {
    return undefined;
  }
}

/** Built, the files' names tell little, but the chunks that they import are named by what is in them. */
async function programPrint(): Promise<string> {
  const isBuilt = new URL(import.meta.url).pathname.endsWith('.js');
  const code = isBuilt
    ? ['desk-worker', 'read-worker', 'index-worker', 'train-worker'].map((name) => `dist/${name}.js`)
    : await filesBelow('src');
  const prints = await printsOf(inPackage('.'), [...code, 'src/knowledge/word-vectors.bin']);
  return prints.join('\n');
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(inPackage(folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => path.join(entry.parentPath, entry.name)).toSorted();
}

/** A few at a time: a large folder has more files than a process may hold open. */
const filesAtOnce = 32;

const printsOf = (root: string, files: readonly string[]): Promise<string[]> =>
  inTurns(files, async (file) =>
    createHash('sha256')
      .update(await readFile(path.resolve(root, file)))
      .digest('base64'),
  );

async function inTurns<T>(files: readonly string[], work: (file: string) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let start = 0; start < files.length; start += filesAtOnce)
    results.push(...(await Promise.all(files.slice(start, start + filesAtOnce).map(work))));
  return results;
}
