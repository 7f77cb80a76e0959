import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Training } from './knowledge/training.ts';
import { inPackage } from './package-root.ts';

/** What was learned before, by this process or another, in files beside the built program. */
export interface KeptTrainings {
  /** @param print of what it was learned from */
  find(print: string): Promise<Training | undefined>;
  /** Never rejects: what cannot be kept is learned again. */
  keep(print: string, training: Training): Promise<void>;
}

/** An editor's days of changes to 1,000 articles. */
const someDays = 256 * 1024 * 1024;

const digest = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();
const digestLength = 32;

/**
 * Learning is most of a start, and the same articles give the same training, so it is kept from one start to
 * the next. Files are named by a hash of what was learned from and by what program; each begins with a
 * SHA-256 of the rest, and one that is torn counts as none.
 *
 * @param program names what learns: another may learn otherwise from the same
 * @param mostBytes beyond, what was not used for longest goes
 */
export function keptTrainings(folder: string, program: string, mostBytes = someDays): KeptTrainings {
  const fileOf = (print: string): string =>
    path.join(folder, `${digest(`${program}\n${print}`).toString('base64url')}.training`);
  return {
    find: async (print) => {
      const file = fileOf(print);
      const training = await readTraining(file).catch(() => undefined);
      const now = new Date();
      if (training !== undefined) await utimes(file, now, now).catch(() => {});
      return training;
    },
    keep: async (print, training) => {
      await writeTraining(fileOf(print), training)
        .then(() => removeOldest(folder, mostBytes))
        .catch(() => {});
    },
  };
}

/** Beside the built program; undefined where it runs from its sources, which change under it. */
export async function keptBesideProgram(): Promise<KeptTrainings | undefined> {
  try {
    // The file's name tells nothing, but the chunks that it names are named by what is in them.
    const [code, vectors] = await Promise.all([
      readFile(new URL('./train-worker.js', import.meta.url)),
      readFile(inPackage('src/knowledge/word-vectors.bin')),
    ]);
    const program = [code, vectors].map((bytes) => digest(bytes).toString('base64url')).join('\n');
    return keptTrainings(inPackage('dist/learned'), program);
  } catch {
    return undefined;
  }
}

async function readTraining(file: string): Promise<Training | undefined> {
  const bytes = await readFile(file);
  const body = bytes.subarray(digestLength);
  if (!digest(body).equals(bytes.subarray(0, digestLength))) return undefined;
  return withOwnBuffers(deserialize(body));
}

/** Arrays read from a file share the file's buffer, which another thread cannot be handed in parts. */
function withOwnBuffers({ learned, confidence }: Training): Training {
  const { idf, model, phrasings } = learned;
  return {
    confidence,
    learned: {
      ...learned,
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

/** Written beside and moved there whole, since another process may be reading it. */
async function writeTraining(file: string, training: Training): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const body = serialize(training);
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, Buffer.concat([digest(body), body]));
  await rename(draft, file);
}

async function removeOldest(folder: string, mostBytes: number): Promise<void> {
  const files = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const file = path.join(folder, name);
      const { mtimeMs, size } = await stat(file);
      return { file, mtimeMs, size };
    }),
  );
  files.sort((a, b) => b.mtimeMs - a.mtimeMs);
  let bytes = 0;
  for (const { file, size } of files) {
    bytes += size;
    if (bytes > mostBytes) await rm(file, { force: true });
  }
}
