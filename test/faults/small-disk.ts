import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A disk of 8 MB, which can be filled up. */
export interface SmallDisk {
  readonly path: string;
  readonly fill: () => void;
  readonly empty: () => void;
  readonly makeReadOnly: () => void;
  readonly unmount: () => void;
}

/** Only root may mount one, and not in every container: `refused` says why. */
export function smallDisk(path: string): SmallDisk | { readonly refused: string } {
  mkdirSync(path);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', path], { stdio: 'pipe' });
  } catch (error) {
    return { refused: `Tried only with a file that may not grow, since no disk can be mounted: ${error}` };
  }
  const ballast = join(path, 'ballast');
  return {
    path,
    fill: () => fillUp(ballast),
    empty: () => rmSync(ballast, { force: true }),
    makeReadOnly: () => void execFileSync('mount', ['-o', 'remount,ro', path]),
    unmount: () => void execFileSync('umount', ['-l', path]),
  };
}

/** By smaller and smaller pieces, until not one more byte goes in. */
function fillUp(file: string): void {
  for (let size = 1 << 20; size >= 1; size >>= 1) while (appended(file, size));
}

function appended(file: string, size: number): boolean {
  try {
    writeFileSync(file, Buffer.alloc(size), { flag: 'a' });
    return true;
  } catch {
    return false;
  }
}
