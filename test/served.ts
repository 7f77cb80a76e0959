import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { start } from '../src/serve.ts';
import { expectNothingPersonal } from './personal.ts';

export interface Served {
  readonly url: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Everything that was logged until now, at the level that logs most. */
  readonly log: () => string;
  /** Stops the desk; it can be started again. Fails where its log tells anything of what its database holds. */
  readonly stop: (database?: 'gone') => Promise<void>;
  /** Starts another on the same database and port. */
  readonly resume: () => Promise<void>;
}

/**
 * A desk as `npm start` wires it, in this process. Each test that serves one does it here: what it logs is
 * read at its end against everything that was said to it.
 *
 * @param folder takes the database, and the settings' `.env`
 */
export async function serveDesk(
  folder: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Served> {
  const settings = {
    PORT: '0',
    KNOWLEDGE_DIR: './knowledge',
    DATABASE_URL: `sqlite:${join(folder, 'desk.sqlite')}`,
    ...more,
  };
  const lines: string[] = [];
  const log = createLog('debug', { write: (line) => void lines.push(line) });
  const begin = () => start(readConfig(settings, folder), undefined, log);
  let running = await begin();
  const { url } = running;
  return {
    url,
    settings,
    log: () => lines.join(''),
    stop: async (database) => {
      await running.stop();
      if (database !== 'gone') await expectNothingPersonal(lines.join(''), settings.DATABASE_URL);
    },
    resume: async () => {
      running = await begin();
    },
  };
}

/** The sample desk with few articles, which is there soonest; gives the folder for KNOWLEDGE_DIR. */
export async function smallKnowledge(folder: string): Promise<string> {
  const knowledge = join(folder, 'knowledge');
  for (const part of ['desk.md', 'phrases', 'work-orders', 'articles/security'])
    await cp(join('knowledge', part), join(knowledge, part), { recursive: true });
  return knowledge;
}

/** A folder that is there for one test. */
export async function ownFolder(): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'firstline-served-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
