import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveDesk } from '../served.ts';

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
  const desk = await serveDesk(folder, { PORT: String(await freePort()), ...more });
  return {
    url: desk.url,
    pause: () => desk.stop(),
    resume: desk.resume,
    restart: async () => {
      await desk.stop();
      await desk.resume();
    },
    close: async () => {
      await desk.stop();
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
