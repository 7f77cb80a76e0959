import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { type Running, start } from '../../src/serve.ts';

export interface Desk {
  readonly url: string;
  /** Stops the server and starts another on the same port and database. */
  readonly restart: () => Promise<void>;
  readonly pause: () => Promise<void>;
  readonly resume: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The whole desk over the sample knowledge, as `npm start` wires it. */
export async function openDesk(more: Readonly<Record<string, string>> = {}): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'firstline-desk-'));
  const port = String(await freePort());
  const settings = {
    PORT: port,
    DATABASE_URL: `sqlite:${join(folder, 'desk.sqlite')}`,
    LOG_LEVEL: 'error',
    ...more,
  };
  const run = (): Promise<Running> => start(readConfig(settings, folder));
  let running = await run();
  const pause = (): Promise<void> => running.stop();
  const resume = async (): Promise<void> => {
    running = await run();
  };
  return {
    url: running.url,
    pause,
    resume,
    restart: async () => {
      await pause();
      await resume();
    },
    close: async () => {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(address),
      );
    });
  });
