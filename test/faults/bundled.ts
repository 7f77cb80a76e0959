import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** A program of this folder as one file in the build's folder: it is started hundreds of times. Gives its path. */
export async function bundled(program: string): Promise<string> {
  const outfile = `dist/faults/${program}.js`;
  await build({
    entryPoints: [fileURLToPath(new URL(`${program}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  return outfile;
}
