import { randomBytes, randomUUID } from 'node:crypto';
import type { Config } from './config.ts';
import { calendarOf } from './conversation/desk-calendar.ts';
import { createRunTurn, type RunTurn } from './conversation/run-turn.ts';
import type { TurnStore } from './conversation/stores.ts';
import type { DeskSettings } from './desk/desk-settings.ts';
import { type DeskContent, LiveDesk } from './live-desk/live-desk.ts';
import type { Role } from './storage/database.ts';
import { openStorage, type Storage } from './storage/storage.ts';
import { newNumber } from './work-orders/number.ts';
import { dueTimes } from './work-orders/service-level.ts';

const dayMs = 86_400_000;

/** Everything a turn needs, opened; close it when done. */
export interface OpenDesk {
  readonly desk: () => DeskContent;
  /** Loads the folder again; turns under way keep theirs. See `LiveDesk.reload`. */
  readonly reload: LiveDesk['reload'];
  readonly expectChange: LiveDesk['expectChange'];
  readonly runTurn: RunTurn;
  readonly storage: Storage;
  readonly close: () => Promise<void>;
}

/**
 * Throws StorageError when the database cannot be used, with the remedy.
 *
 * @param opening the desk, where its folder is being loaded already
 * @param measured the ledger as turns shall use it, for who counts what they commit
 */
export async function openDesk(
  config: Config,
  role: Role,
  now: () => number = Date.now,
  opening: Promise<LiveDesk> = LiveDesk.open(config.KNOWLEDGE_DIR),
  measured: (ledger: TurnStore) => TurnStore = (ledger) => ledger,
): Promise<OpenDesk> {
  const live = await opening;
  try {
    return await withStorage(live, config, { role, now, measured });
  } catch (error) {
    await live.close();
    throw error;
  }
}

interface Opening {
  readonly role: Role;
  readonly now: () => number;
  readonly measured: (ledger: TurnStore) => TurnStore;
}

async function withStorage(
  live: LiveDesk,
  config: Config,
  { role, now, measured }: Opening,
): Promise<OpenDesk> {
  const desk = (): DeskContent => live.current;
  const storage = await openDeskStorage(config, role, () => desk().settings, now);
  return {
    desk,
    reload: () => live.reload(),
    expectChange: () => live.expectChange(),
    runTurn: createRunTurn({
      turns: measured(storage.ledger),
      own: storage.ledger,
      snapshots: storage.snapshots,
      desk,
      now,
      mails: config.SMTP_URL !== undefined,
      newId: randomUUID,
    }),
    storage,
    close: async () => {
      await live.close();
      await storage.close();
    },
  };
}

/** What a desk keeps, by its settings as they stand; who only works on it needs to learn no articles. */
export function openDeskStorage(
  config: Pick<Config, 'DATABASE_URL'>,
  role: Role,
  settings: () => DeskSettings,
  now: () => number = Date.now,
): Promise<Storage> {
  return openStorage({
    databaseUrl: config.DATABASE_URL,
    role,
    now,
    newNumber: () => newNumber(settings().prefix, randomBytes),
    dueTimes: (level, at) => dueTimes(level, at, calendarOf(settings())),
    timerRules: () => ({ ...settings(), calendar: calendarOf(settings()) }),
    // Longer than a draft may age, so that the engine can say that it was dropped.
    stateTtlMs: (settings().draftDays + 30) * dayMs,
  });
}
