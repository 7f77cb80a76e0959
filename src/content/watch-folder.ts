import path from 'node:path';
import { watch } from 'chokidar';
import { Burst, type BurstOptions } from './burst.ts';

export interface FolderWatch {
  /** Resolves when nothing is watched any more and a change that was being handled is done. */
  readonly close: () => Promise<void>;
}

export type WatchOptions = Partial<BurstOptions>;

/**
 * Calls `onChange` once after each burst of changes below `root`, and never twice at a time: what
 * changes meanwhile leads to one more call. Resolves when watching has begun.
 */
export async function watchFolder(
  root: string,
  onChange: () => void | Promise<void>,
  { debounceMs = 200, onBegin = () => {}, onError = () => {} }: WatchOptions = {},
): Promise<FolderWatch> {
  // Links are not followed: the readers decide which links may be read.
  const watcher = watch(root, { ignoreInitial: true, followSymlinks: false, ignored: isHidden(root) });
  const burst = new Burst({ debounceMs, onBegin, onError }, onChange);
  watcher.on('all', () => burst.touch());
  watcher.on('error', onError);
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
  return {
    close: async () => {
      await watcher.close();
      await burst.stop();
    },
  };
}

/**
 * What no reader lists: an editor's swap file, all that Git keeps. Kubernetes puts what its links lead to in folders
 * that begin with two dots, and moves nothing else when it changes.
 */
const isHidden = (root: string) => (file: string) =>
  path
    .relative(root, file)
    .split(path.sep)
    .some((name) => /^\.(?!\.)/.test(name));
