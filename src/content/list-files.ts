import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { compareText, type Diagnostic, diagnose } from './diagnostic.ts';
import { fileStart } from './place.ts';

export interface FileList {
  /** Paths from the root with forward slashes, sorted; hidden ones are left out. */
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Beyond, a folder of documents is large: it is read anew each time, shared among threads, in a process of its own.
 * Fewer are done sooner than those start.
 */
export const manyDocuments = 2_000;

/** Whether a file is a document; others only lie beside them. */
export const isDocument = (file: string): boolean => file.endsWith('.md');

interface Walk {
  readonly root: string;
  readonly realRoot: string;
  readonly deep: boolean;
  readonly files: string[];
  readonly diagnostics: Diagnostic[];
}

/**
 * Lists the files below `root/sub`. A symbolic link is followed only while it stays below the root,
 * so that a knowledge folder can never show what is not in it.
 */
export async function listFiles(
  root: string,
  sub: string,
  options: { deep?: boolean } = {},
): Promise<FileList> {
  const files: string[] = [];
  const diagnostics: Diagnostic[] = [];
  try {
    const walk = { root, realRoot: await realpath(root), deep: options.deep ?? true, files, diagnostics };
    const real = await realpath(path.join(root, sub));
    if (isBelow(walk.realRoot, real)) await walkFolder(walk, sub, [real]);
    else diagnostics.push(linkFault(sub, 'link that leads out of the knowledge folder'));
  } catch {
    diagnostics.push(missingFolder(sub));
  }
  return { files: files.toSorted(compareText), diagnostics };
}

/** `above` holds the real paths of the folders around, so that a link back up cannot loop. */
async function walkFolder(walk: Walk, folder: string, above: readonly string[]): Promise<void> {
  for (const entry of await readdir(path.join(walk.root, folder), { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const file = folder === '.' ? entry.name : `${folder}/${entry.name}`;
    await walkEntry(walk, entry, file, above);
  }
}

async function walkEntry(walk: Walk, entry: Dirent, file: string, above: readonly string[]): Promise<void> {
  if (entry.isSymbolicLink()) return followLink(walk, file, above);
  if (entry.isFile()) walk.files.push(file);
  if (entry.isDirectory()) await enterFolder(walk, file, [...above, path.join(walk.realRoot, file)]);
}

async function enterFolder(walk: Walk, folder: string, above: readonly string[]): Promise<void> {
  if (!walk.deep) return;
  try {
    await walkFolder(walk, folder, above);
  } catch {
    walk.diagnostics.push(linkFault(folder, 'folder that cannot be read'));
  }
}

async function followLink(walk: Walk, file: string, above: readonly string[]): Promise<void> {
  const real = await realpath(path.join(walk.root, file)).catch(() => undefined);
  if (real === undefined) {
    walk.diagnostics.push(linkFault(file, 'link that leads nowhere'));
  } else if (!isBelow(walk.realRoot, real)) {
    walk.diagnostics.push(linkFault(file, 'link that leads out of the knowledge folder'));
  } else {
    await followInside(walk, file, real, above);
  }
}

async function followInside(walk: Walk, file: string, real: string, above: readonly string[]): Promise<void> {
  const target = await stat(real);
  if (target.isFile()) walk.files.push(file);
  if (!target.isDirectory()) return;
  if (above.includes(real)) walk.diagnostics.push(linkFault(file, 'link to a folder around it'));
  else await enterFolder(walk, file, [...above, real]);
}

function isBelow(root: string, file: string): boolean {
  const relative = path.relative(root, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

function linkFault(file: string, found: string): Diagnostic {
  return diagnose(file, fileStart, 'file-link', { found, expected: 'a file inside the knowledge folder' });
}

function missingFolder(sub: string): Diagnostic {
  return diagnose(sub, fileStart, 'folder-missing', {
    found: 'missing folder',
    expected: `a folder \`${sub}\` with files ending in .md`,
  });
}
