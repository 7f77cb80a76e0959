import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { LiveDesk } from '../../src/live-desk/live-desk.ts';
import { type OpenDesk, openDesk } from '../../src/open-desk.ts';

/** Tuesday 24 November 2026, 10:00 UTC. */
const start = Date.UTC(2026, 10, 24, 10);

/** A desk on a database and a knowledge folder of its own, whose clock is moved by hand. */
export interface TestDesk {
  /** As it is open now; another one after a restart. */
  readonly open: () => OpenDesk;
  readonly clock: { now: number };
  /** Closes the database and opens it again under a new runner; the folder would only be read the same again. */
  readonly restart: () => Promise<void>;
  /** Replaces a text in a file of the knowledge folder, which must hold it, and loads the folder again. */
  readonly edit: (file: string, text: string, by: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openTestDesk(knowledge = './knowledge'): Promise<TestDesk> {
  const folder = await mkdtemp(join(tmpdir(), 'firstline-'));
  const own = join(folder, 'knowledge');
  await cp(knowledge, own, { recursive: true });
  const clock = { now: start };
  const mail = {
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'desk@northgate.example',
    PUBLIC_URL: 'https://northgate.example',
  };
  const config = readConfig(
    { DATABASE_URL: `sqlite:${folder}/desk.sqlite`, KNOWLEDGE_DIR: own, ...mail },
    folder,
  );
  const live = await LiveDesk.open(own);
  const opened = () => openDesk(config, 'cli', () => clock.now, Promise.resolve(live));
  let desk = await opened();
  return {
    open: () => desk,
    clock,
    restart: async () => {
      await desk.storage.close();
      desk = await opened();
    },
    edit: async (file, text, by) => {
      const path = join(own, file);
      const before = await readFile(path, 'utf8');
      if (!before.includes(text)) throw new Error(`Expected "${text}" in ${file}`);
      await writeFile(path, before.replace(text, by));
      await desk.reload();
    },
    close: async () => {
      await desk.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
