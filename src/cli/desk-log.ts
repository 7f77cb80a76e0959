import { type Config, readConfig } from '../config.ts';
import { isoDate } from '../content/schema-parts.ts';
import { type DeskLog, readDeskLog } from '../storage/figures.ts';
import { openDatabase } from '../storage/open-database.ts';
import { requireDatabase } from './open-storage.ts';
import { UsageError } from './usage-error.ts';

const DAY = 86_400_000;

/** Reads what the desk logged; the server may go on. Throws StorageError with the remedy. */
export async function readLogged(
  since: number,
  config: Config = readConfig(process.env, process.cwd()),
): Promise<DeskLog> {
  requireDatabase(config.DATABASE_URL);
  const database = await openDatabase(config.DATABASE_URL, { role: 'cli' });
  try {
    return await readDeskLog(database.db, since);
  } finally {
    await database.close();
  }
}

/** A time to look back to, epoch ms: a number of days such as `30d`, or a date. Throws UsageError. */
export function sinceTime(written: string, now: number): number {
  const days = /^(\d{1,4})d$/.exec(written)?.[1];
  if (days !== undefined) return now - Number(days) * DAY;
  if (isoDate.safeParse(written).success) return Date.parse(written);
  throw new UsageError(
    `--since ${written}: write a number of days such as 30d, or a date such as 2026-11-01.`,
  );
}
