import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { serialize } from 'node:v8';
import { build } from 'esbuild';
import { loadContent } from '../../src/check/load-content.ts';

/** CommonJS packages inside a module expect these. */
const COMMONJS = `
import { createRequire as createRequireHere } from 'node:module';
const require = createRequireHere(import.meta.url);
const __filename = import.meta.filename;
const __dirname = import.meta.dirname;`;

/** Those whose binaries lie beside them, or whose classes are shared with what is injected. */
const APART = ['libsql', 'sqlite3', 'pg', 'dtrace-provider', 'botbuilder'];

/** The programs that tests of this folder start hundreds of times, by their paths. */
export const programs = {
  injected: 'dist/faults/injected.js',
  smallDesk: 'dist/faults/small-desk.js',
  storageWork: 'dist/faults/storage-work.js',
};

/** What runs a small desk; see small-desk.ts. */
export const smallDesk: readonly string[] = [programs.smallDesk, 'dist/faults/small-desk.content'];

/**
 * Before all tests: each program becomes one file in the build's folder, its packages in it, since finding
 * packages takes longer than all that it does.
 */
export default async function bundle(): Promise<void> {
  const source = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  await build({
    entryPoints: ['injected/injected.ts', 'small-desk.ts', 'storage-work.ts'].map(source),
    outdir: 'dist/faults',
    entryNames: '[name]',
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: APART,
    minify: true,
    keepNames: true,
    banner: { js: COMMONJS },
    logLevel: 'error',
  });
  writeFileSync('dist/faults/small-desk.content', serialize(await loadContent('test/fixtures/small-desk')));
}
