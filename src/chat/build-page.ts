import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { inPackage } from '../package-root.ts';
import { builtPage } from './built-page.ts';

const source = inPackage('src/chat/page/');

/** Microsoft's client brings a second protocol, of named-pipe and socket streams, that the page never speaks. */
const withoutStreaming: Plugin = {
  name: 'without-streaming',
  setup: (bundler) => {
    bundler.onLoad({ filter: /botframework-directlinejs[/\\]lib[/\\]directLineStreaming\.js$/ }, () => ({
      contents: 'exports.DirectLineStreaming = undefined;',
      loader: 'js',
    }));
  },
};

/** Bundles the chat page into a folder. Throws esbuild's own report where a source is broken. */
export async function buildPage(outDir: string = builtPage): Promise<void> {
  await mkdir(outDir, { recursive: true });
  await build({
    entryPoints: { chat: join(source, 'main.ts') },
    outdir: outDir,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022'],
    define: { global: 'globalThis', 'process.env.NODE_ENV': '"production"' },
    plugins: [withoutStreaming],
    logLevel: 'silent',
  });
  await build({
    entryPoints: { embed: join(source, 'embed.ts') },
    outdir: outDir,
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['es2022'],
    logLevel: 'silent',
  });
  for (const file of ['index.html', 'chat.css', 'favicon.svg'])
    await cp(join(source, file), join(outDir, file));
}
