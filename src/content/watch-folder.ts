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
  const watcher = watch(root, { ignoreInitial: true, followSymlinks: false });
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
