import { createHash } from 'node:crypto';

/**
 * SHA-256, hex, over the names and texts of all files: the same in another place, another with any change.
 *
 * @param files in the order in which they are read
 */
export function revisionOf(files: Iterable<readonly [file: string, text: string]>): string {
  const hash = createHash('sha256');
  for (const [file, text] of files) {
    // Lengths keep one file's end from passing for another's beginning.
    hash.update(`${file.length}:${file}${text.length}:${text}`);
  }
  return hash.digest('hex');
}
