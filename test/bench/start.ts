/** Process start to listening, beside a process that only imports the SDK and restify and listens. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, figures, interleave } from './rounds.ts';
import { startServer } from './server-process.ts';
import { deskEnvironment } from './turn.ts';

export async function benchStart({ rounds }: { readonly rounds: number }): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'firstline-bench-'));
  const started = (args: readonly string[]) => async () => {
    const server = await startServer(args, deskEnvironment(folder));
    await server.stop();
    return server.startedMs;
  };
  const contenders = [
    { name: 'import and listen (limit)', run: started(['test/bench/servers/listen.mjs']) },
    { name: 'firstline', run: started(['dist/main.js', 'serve']) },
  ];
  try {
    // The first start makes the database and fills the disk's cache.
    await interleave(contenders, 1);
    return figures(await interleave(contenders, rounds), 'import and listen (limit)', (ms) => ms);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
