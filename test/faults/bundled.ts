import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
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

/**
 * A program of this folder as one file in the build's folder, its packages in it: it is started hundreds
 * of times, and finding packages takes longer than all that it does. Gives its path.
 */
export async function bundled(program: string): Promise<string> {
  const outfile = `dist/faults/${basename(program)}.js`;
  await build({
    entryPoints: [fileURLToPath(new URL(`${program}.ts`, import.meta.url))],
    outfile,
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
  return outfile;
}

/** The program and arguments of a small desk; see small-desk.ts. */
export async function smallDesk(): Promise<readonly string[]> {
  const [program, content] = await Promise.all([
    bundled('small-desk'),
    loadContent('test/fixtures/small-desk'),
  ]);
  const file = 'dist/faults/small-desk.content';
  writeFileSync(file, serialize(content));
  return [program, file];
}
