import { userInfo } from 'node:os';
import { readConfig, staffName } from '../config.ts';
import { readFileIn } from '../content/read-folder.ts';
import type { DeskSettings } from '../desk/desk-settings.ts';
import { readDesk } from '../desk/read-desk.ts';
import { openDeskStorage } from '../open-desk.ts';
import { parseDatabaseUrl, requireFile } from '../storage/database-url.ts';
import type { Storage } from '../storage/storage.ts';
import { UsageError } from './usage-error.ts';

/** What a command of staff works on: everything that is kept, and the desk's settings. */
export interface Kept {
  readonly storage: Storage;
  readonly settings: DeskSettings;
}

/** Opens what the desk keeps, beside a server or without one, and closes it after the work. */
export async function withStorage<T>(work: (kept: Kept) => Promise<T>): Promise<T> {
  const config = readConfig(process.env, process.cwd());
  requireDatabase(config.DATABASE_URL);
  const settings = readDesk(await readFileIn(config.KNOWLEDGE_DIR, 'desk.md')).desk;
  const storage = await openDeskStorage(config, 'cli', () => settings);
  try {
    return await work({ storage, settings });
  } finally {
    await storage.close();
  }
}

/** Throws StorageError where there is nothing to look at yet. */
export function requireDatabase(url: string): void {
  const target = parseDatabaseUrl(url);
  if (target.dialect === 'sqlite') requireFile(target);
}

/** The staff member whom the history names: the one given, or who is logged in here. */
export function actorOf(given: string | undefined): string {
  const name = given ?? userInfo().username;
  if (staffName.test(name)) return name;
  throw new UsageError(
    'The history names who acts: give --as a name of letters, digits, dots, dashes, underscores.',
  );
}
