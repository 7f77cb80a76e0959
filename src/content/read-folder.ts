import { readFile as readFileThen, stat as statThen } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Decoded, decode } from './decode.ts';
import { type Diagnostic, diagnose } from './diagnostic.ts';
import { type Document, maxFileBytes } from './document.ts';
import { isDocument, listFiles, manyDocuments } from './list-files.ts';
import { fileStart } from './place.ts';
import { readDocument, sizeFault } from './read-document.ts';

export interface FolderResult<T = Document> {
  /** Sorted by file. */
  readonly documents: readonly T[];
  readonly diagnostics: readonly Diagnostic[];
  /** What was read, broken files included, by file: the stuff of a revision. */
  readonly texts: ReadonlyMap<string, string>;
  /** Whether a document is of an earlier text, since that of now cannot be read. */
  readonly holdsOn: boolean;
}

/** Files as they were last read: one whose text is the same is not parsed again. */
export type KeptFiles<T = Document> = Map<string, FileResult<T>>;

export interface FileResult<T = Document> {
  readonly file: string;
  readonly text: string | undefined;
  readonly document: T | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Where the document is of an earlier text. */
  readonly holdsOn?: true;
}

/** Those of node:fs/promises take twice the processor's time for a small file, and a large folder has thousands. */
const readFile = promisify(readFileThen);
const stat = promisify(statThen);

/** Enough to keep the disk busy, few enough never to run out of file handles. */
const filesAtOnce = 32;

/**
 * Reads every `.md` file below `root/sub`. A file that cannot be read or parsed becomes a
 * diagnostic and takes no other file down; so do a missing and an empty folder.
 *
 * @param root the knowledge folder
 * @param sub a folder below it, with forward slashes; files are named from the root: `sub/name.md`
 * @param kept what the same folder gave before, which is brought up to date
 */
export function readFolder(root: string, sub: string, kept?: KeptFiles): Promise<FolderResult> {
  return readFolderAs(root, sub, { make: (document) => document, ...(kept && { kept }) });
}

export interface Reading<T> {
  /** What is wanted of a document: its syntax tree is large, and goes as soon as this is made. */
  readonly make: (document: Document) => T;
  readonly kept?: KeptFiles<T>;
  /** Hears of every few files as they are read, in order. */
  readonly hear?: (made: readonly T[], of: HowFar) => void;
  /** Reads some of a large folder's files elsewhere meanwhile. */
  readonly other?: ReadFiles<T>;
}

export interface HowFar {
  /** In the folder. */
  readonly files: number;
  /** Not heard of yet. */
  readonly left: number;
}

/** What is made of each of a few files, in their order. */
export type ReadFiles<T> = (files: readonly string[]) => Promise<readonly FileResult<T>[]>;

/** As `readFolder`, for what is made of each document. */
export async function readFolderAs<T>(
  root: string,
  sub: string,
  { make, kept = new Map(), hear, other }: Reading<T>,
): Promise<FolderResult<T>> {
  const { files, diagnostics } = await listFiles(root, sub);
  const markdown = files.filter(isDocument);
  const here: ReadFiles<T> = (some) => readFiles(root, some, { make, kept });
  // The other has the next ones waiting while it hands over the last.
  const readers = other && markdown.length > manyDocuments ? [here, other, other] : [here];
  const results = await shared(markdown, readers, (read, left) =>
    hear?.(madeOf(read), { files: markdown.length, left }),
  );
  kept.clear();
  if (results.length <= manyDocuments) for (const one of results) kept.set(one.file, one);
  const empty = markdown.length === 0 && diagnostics.length === 0 ? [emptyFolder(sub)] : [];
  return {
    documents: madeOf(results),
    diagnostics: [
      ...diagnostics,
      ...files.flatMap(misnamed),
      ...empty,
      ...results.flatMap((one) => one.diagnostics),
    ],
    texts: new Map(results.flatMap(({ file, text }) => (text === undefined ? [] : [[file, text]]))),
    holdsOn: results.some((one) => one.holdsOn),
  };
}

/** Reads a few files below `root` at once. */
export function readFiles<T>(
  root: string,
  files: readonly string[],
  { make, kept }: Pick<Reading<T>, 'make' | 'kept'>,
): Promise<FileResult<T>[]> {
  return Promise.all(files.map((file) => readOne(root, file, make, kept)));
}

/**
 * Each reader takes the next few files when it is done; they are heard of in order, and so are the results. Where
 * one fails, the others take no more, and nothing is heard of any more.
 */
async function shared<T>(
  files: readonly string[],
  readers: readonly ReadFiles<T>[],
  hear: (results: readonly FileResult<T>[], left: number) => void,
): Promise<FileResult<T>[]> {
  const bites: (readonly FileResult<T>[])[] = [];
  let taken = 0;
  let heard = 0;
  let hasFailed = false;
  const take = async (read: ReadFiles<T>): Promise<void> => {
    while (!hasFailed && taken * filesAtOnce < files.length) {
      const at = taken++;
      bites[at] = await read(files.slice(at * filesAtOnce, (at + 1) * filesAtOnce));
      for (let next = bites[heard]; next !== undefined && !hasFailed; next = bites[heard])
        hear(next, Math.max(0, files.length - ++heard * filesAtOnce));
    }
  };
  const fail = (error: unknown): never => {
    hasFailed = true;
    throw error;
  };
  await Promise.all(readers.map((read) => take(read).catch(fail)));
  return bites.flat();
}

const madeOf = <T>(results: readonly FileResult<T>[]): T[] =>
  results.flatMap(({ document }) => document ?? []);

/** Reads one file below `root`; undefined when there is none. */
export async function readFileIn(root: string, file: string): Promise<FileResult | undefined> {
  const { files, diagnostics } = await listFiles(root, path.posix.dirname(file), { deep: false });
  if (files.includes(file)) return readOne(root, file, (document) => document);
  const refused = diagnostics.filter((diagnostic) => diagnostic.file === file);
  return refused.length === 0
    ? undefined
    : { file, text: undefined, document: undefined, diagnostics: refused };
}

async function readOne<T>(
  root: string,
  file: string,
  make: (document: Document) => T,
  kept?: KeptFiles<T>,
): Promise<FileResult<T>> {
  const before = kept?.get(file);
  const now = await readNow(root, file, make, before);
  // Cut off or half written, or in the middle of a merge: until it can be read it is what it was.
  return now.document === undefined && before?.document !== undefined
    ? { ...now, document: before.document, holdsOn: true }
    : now;
}

async function readNow<T>(
  root: string,
  file: string,
  make: (document: Document) => T,
  before: FileResult<T> | undefined,
): Promise<FileResult<T>> {
  try {
    const { size, bytes } = await settled(path.join(root, file));
    if (size > maxFileBytes) return unread(file, sizeFault(file, size));
    const decoded = decode(bytes);
    if (decoded.kind === 'not-text') return unread(file, notText(file, decoded));
    const { text } = decoded;
    if (before?.text === text) return before;
    const { document, diagnostics } = readDocument(file, text);
    return { file, text, document: document && make(document), diagnostics };
  } catch (error) {
    return unread(file, unreadable(file, error));
  }
}

/** How long whoever cut a file off has to write it, ms. */
const writing = 250;
/** How often it is looked at meanwhile. */
const looks = 10;

interface Seen {
  /** In bytes; of a file that is too large they are not read. */
  readonly size: number;
  readonly bytes: Uint8Array;
}

/** Many programs save a file by cutting it off and writing it anew: one that is just now empty is seen again. */
async function settled(full: string, look = 1): Promise<Seen> {
  const { size, mtimeMs } = await stat(full);
  const bytes = size > maxFileBytes ? new Uint8Array() : await readFile(full);
  const isWhole = size > maxFileBytes || bytes.length > 0 || Math.abs(Date.now() - mtimeMs) > writing;
  if (isWhole || look > looks) return { size, bytes };
  await sleep(writing / looks);
  return settled(full, look + 1);
}

function unread(file: string, diagnostic: Diagnostic): FileResult<never> {
  return { file, text: undefined, document: undefined, diagnostics: [diagnostic] };
}

/** What is said of a file that is no text. */
export const notText = (file: string, { place, finding }: Decoded & { kind: 'not-text' }): Diagnostic =>
  diagnose(file, place, 'file-not-text', finding);

function unreadable(file: string, error: unknown): Diagnostic {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return diagnose(file, fileStart, 'file-unreadable', {
    found: `error ${code}`,
    expected: 'a file that can be read',
  });
}

function emptyFolder(sub: string): Diagnostic {
  return diagnose(sub, fileStart, 'folder-empty', {
    found: 'empty folder',
    expected: 'at least one file ending in .md',
    severity: 'warning',
  });
}

/** A file that its editor surely meant to be read: pictures and the like may lie beside the texts. */
function misnamed(file: string): Diagnostic[] {
  const [name = ''] = file.split('/').slice(-1);
  if (wordFile.test(name))
    return [notRead(file, 'document of a word processor', 'plain text ending in `.md`')];
  return textFile.test(name) || !name.includes('.')
    ? [notRead(file, 'ending of the file name', '`.md`')]
    : [];
}

const textFile = /\.(?:MD|Md|mD|mdx|markdown|mdown|te?xt)$/;
const wordFile = /\.(?:docx?|odt|rtf|pages)$/i;

const notRead = (file: string, found: string, expected: string): Diagnostic =>
  diagnose(file, fileStart, 'file-name', { found, expected, severity: 'warning' });
