import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { relative } from 'node:path';
import { build } from 'esbuild';
import { buildPage } from './chat/build-page.ts';
import { inPackage } from './package-root.ts';

/**
 * Node finds and reads each of some 1,600 small modules by itself, which took most of a start; in a few
 * files they load in a third of the time. Left outside: what is native or optional, and the Bot Framework
 * SDK, which a desk without channels never loads.
 */
const outside = ['botbuilder', 'dtrace-provider', 'esbuild', 'libsql', 'pg-native', 'sqlite3'];

/** CommonJS inside the files asks for what Node gives it only in files of its own. */
const commonJs = `import { createRequire as createRequireOf } from 'node:module';
import { fileURLToPath as pathOf } from 'node:url';
const require = createRequireOf(import.meta.url);
const __filename = pathOf(import.meta.url);
const __dirname = pathOf(new URL('.', import.meta.url));`;

const folder = inPackage('dist/');

/** Builds the program into dist/ and gives the files' names there. Throws esbuild's own report of a fault. */
async function buildProgram(): Promise<ReadonlySet<string>> {
  const { metafile } = await build({
    // The threads' files lie beside the files that start them, as in the sources.
    entryPoints: {
      main: inPackage('src/main.ts'),
      'learn-process': inPackage('src/live-desk/learn-process.ts'),
      'desk-worker': inPackage('src/live-desk/desk-worker.ts'),
      'left-out-worker': inPackage('src/check/left-out-worker.ts'),
      'read-worker': inPackage('src/check/read-worker.ts'),
      'index-worker': inPackage('src/knowledge/index-worker.ts'),
      'train-worker': inPackage('src/knowledge/train-worker.ts'),
    },
    outdir: folder,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: ['node20.19'],
    external: outside,
    banner: { js: commonJs },
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    absWorkingDir: inPackage('.'),
    logLevel: 'silent',
  });
  return new Set(Object.keys(metafile.outputs).map((file) => relative(folder, inPackage(file))));
}

/** Files are named by what is in them, so an earlier build's would stay for ever. */
async function removeOthers(built: ReadonlySet<string>): Promise<void> {
  const files = (await readdir(folder)).filter((name) => /\.js(?:\.map)?$/.test(name));
  const old = files.filter((name) => name !== 'build.js' && !built.has(name));
  await Promise.all(old.map((name) => rm(`${folder}${name}`)));
}

/** So that a new clone's first start finds the sample desk learned; what changes later is learned when it starts. */
function learnSampleDesk(): void {
  if (existsSync(inPackage('dist/learned'))) return;
  const learning = [inPackage('dist/main.js'), 'learn', '--knowledge', inPackage('knowledge')];
  // A build's stdout may belong to the command that comes after it.
  spawnSync(process.execPath, learning, { stdio: ['ignore', 'ignore', 'inherit'] });
}

await removeOthers(await buildProgram());
await buildPage();
learnSampleDesk();
