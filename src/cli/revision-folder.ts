import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { UsageError } from './usage-error.ts';

const run = promisify(execFile);

/**
 * Puts a folder as it was at a git revision into a temporary folder, for as long as `use` takes. The
 * repository, its index and its files stay untouched. Throws UsageError where git knows no such folder.
 */
export async function withRevision<T>(
  folder: string,
  revision: string,
  use: (copy: string) => Promise<T>,
): Promise<T> {
  const copy = await mkdtemp(path.join(tmpdir(), 'firstline-since-'));
  try {
    await copyOut(folder, revision, copy);
    return await use(path.join(copy, 'tree'));
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** By an index of its own: neither the checkout nor what is staged takes part. */
async function copyOut(folder: string, revision: string, copy: string): Promise<void> {
  const git = (...args: readonly string[]) =>
    run('git', ['-C', folder, ...args], {
      env: { ...process.env, GIT_INDEX_FILE: path.join(copy, 'index') },
    });
  try {
    const { stdout: prefix } = await git('rev-parse', '--show-prefix');
    const { stdout: commit } = await git('rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`);
    await git('read-tree', `${commit.trim()}:${prefix.trim().replace(/\/$/, '')}`);
    // From the top, since checkout-index writes only what is below where it runs.
    const { stdout: top } = await git('rev-parse', '--show-toplevel');
    await git('-C', top.trim(), 'checkout-index', '--all', `--prefix=${path.join(copy, 'tree')}/`);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new UsageError(`--since ${revision}: this needs git, which is not installed here.`);
    const why = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new UsageError(
      `--since ${revision}: git cannot give ${folder} at that revision. Name a branch, a tag or a commit ` +
        `that has the folder.\n${why}`,
    );
  }
}
