import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';

const PROCESS = fileURLToPath(new URL('writing-process.ts', import.meta.url));

export interface Writer {
  /** Ends it after the commit under way; gives the number of its commits. Throws when it failed. */
  readonly stop: () => Promise<number>;
}

/** A process that files work orders on a database; it writes when this resolves. Throws when it ends before. */
export async function startWriter(url: string, role: 'server' | 'cli', name: string): Promise<Writer> {
  const child = spawn(process.execPath, ['--import', 'tsx', PROCESS, url, role, name], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let faults = '';
  child.stderr.on('data', (chunk: Buffer) => {
    faults += chunk.toString();
  });
  const first = await lines.next();
  if (first.done) throw new Error(`A writer ended before it wrote: ${faults}`);
  return { stop: () => stop(child, lines, () => faults) };
}

async function stop(
  child: ChildProcess,
  lines: AsyncIterator<string>,
  faults: () => string,
): Promise<number> {
  const ended = once(child, 'exit');
  child.stdin?.end('stop');
  const last = await lines.next();
  const [status] = await ended;
  if (status !== 0) throw new Error(`A writer ended with status ${status}: ${faults()}`);
  return Number(last.value);
}
