import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Resolves when the process that learns the folder has ended, however it did. */
export async function learnApart(folder: string, signal: AbortSignal): Promise<void> {
  const stdio = ['ignore', 'ignore', 'inherit'] as const;
  const child = spawn(process.execPath, [...program(), folder], { stdio: [...stdio], signal });
  await once(child, 'exit').catch(() => {});
}

/** Built, it is JavaScript; from the sources it is TypeScript, which tsx must read. */
function program(): string[] {
  const file = (ending: string): string =>
    fileURLToPath(new URL(`./learn-process.${ending}`, import.meta.url));
  if (!new URL(import.meta.url).pathname.endsWith('.ts')) return [file('js')];
  return ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href, file('ts')];
}
