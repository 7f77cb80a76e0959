import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The sources lie at any depth below src/, the build flat in dist/: what stands beside them is found from here. */
const root: URL = nearestPackage(new URL('.', import.meta.url));

function nearestPackage(folder: URL): URL {
  return existsSync(new URL('package.json', folder)) ? folder : nearestPackage(new URL('..', folder));
}

/** The path of a file or folder of this package, which is named from its root: `knowledge/desk.md`. */
export const inPackage = (path: string): string => fileURLToPath(new URL(path, root));
