import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Resolves when the process that learns the folder has ended, however it did. */
export async function learnApart(folder: string, signal: AbortSignal): Promise<void> {
  const url = new URL('./learn-apart.js', import.meta.url);
  const isBuilt = new URL(import.meta.url).pathname.endsWith('.js');
  const program = isBuilt
    ? [fileURLToPath(url)]
    : ['--import', 'tsx', fileURLToPath(url).replace(/js$/, 'ts')];
  const child = spawn(process.execPath, [...program, folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
    signal,
  });
  await once(child, 'exit').catch(() => {});
}
