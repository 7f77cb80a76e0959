import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { deserialize, serialize } from 'node:v8';

/** What the same program computed before, by this process or another: plain data, in files. */
export interface KeptResults<T> {
  /** @param print of all that it was computed from */
  find(print: string): Promise<T | undefined>;
  /** Never rejects: what cannot be kept is computed again. */
  keep(print: string, result: T): Promise<void>;
}

/** An editor's days of changes to 1,000 articles. */
const someDays = 256 * 1024 * 1024;

const digest = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();
const digestLength = 32;

/**
 * Files are named by a hash of what was computed from what, by what program; each begins with a SHA-256 of
 * the rest, and one that is torn counts as none.
 *
 * @param program names the code and what is computed: another may make something else of the same
 * @param mostBytes in the folder; beyond, what was not used for longest goes
 */
export function keptResults<T>(folder: string, program: string, mostBytes = someDays): KeptResults<T> {
  const fileOf = (print: string): string =>
    path.join(folder, `${digest(`${program}\n${print}`).toString('base64url')}.kept`);
  return {
    find: async (print) => {
      const file = fileOf(print);
      const result = await readResult<T>(file).catch(() => undefined);
      const now = new Date();
      if (result !== undefined) await utimes(file, now, now).catch(() => {});
      return result;
    },
    keep: async (print, result) => {
      await writeResult(fileOf(print), result)
        .then(() => removeOldest(folder, mostBytes))
        .catch(() => {});
    },
  };
}

async function readResult<T>(file: string): Promise<T | undefined> {
  const bytes = await readFile(file);
  const body = bytes.subarray(digestLength);
  return (await digestInBites(body)).equals(bytes.subarray(0, digestLength)) ? deserialize(body) : undefined;
}

/** Some milliseconds of hashing. */
const bite = 1024 * 1024;

async function digestInBites(bytes: Uint8Array): Promise<Buffer> {
  const hash = createHash('sha256');
  for (let start = 0; start < bytes.length; start += bite) {
    hash.update(bytes.subarray(start, start + bite));
    await setImmediate();
  }
  return hash.digest();
}

/** Written beside and moved there whole, since another process may be reading it. */
async function writeResult(file: string, result: unknown): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const body = serialize(result);
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
