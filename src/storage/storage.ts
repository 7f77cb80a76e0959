import type { LinkDeeds } from '../chat/links/mount-links.ts';
import type { ActivityLog, AnswerStore, HandoffStore, ReferenceStore } from '../chat/ports.ts';
import type { CounterOf } from '../http/limits.ts';
import type { AwaitedAnswers } from '../notifications/awaited-answers.ts';
import type { TimedWorkOrders } from '../notifications/timers/timed-work-orders.ts';
import type { Privacy, StaffStore } from '../staff/ports.ts';
import { createActivityLog } from './activity-log.ts';
import type { ActContext } from './apply-act.ts';
import { createAwaitedAnswers } from './awaited-answers.ts';
import { createChannelAnswers } from './channel-answers.ts';
import { createConversationReferences } from './conversation-references.ts';
import { createCounters } from './counters.ts';
import type { Database, Role } from './database.ts';
import type { FilingRules } from './filing.ts';
import { createFollowedLinks } from './followed-links.ts';
import { createHandoffs } from './handoffs.ts';
import { createHealth, type Health } from './health.ts';
import { openInstance } from './instance.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { openDatabase } from './open-database.ts';
import { createOutbox, type OutboxStore } from './outbox.ts';
import { createPrivacy } from './privacy.ts';
import { type RetentionDays, retain } from './retention.ts';
import { openSnapshots, type Snapshots } from './snapshots.ts';
import { createStaffStore } from './staff-store.ts';
import { createTimedWorkOrders } from './timed-work-orders.ts';
import { createUploads, type Uploads } from './uploads.ts';

export interface StorageOptions extends FilingRules {
  /** `sqlite:./path` or `postgres://…`. */
  readonly databaseUrl: string;
  readonly role: Role;
  /** Epoch ms. */
  readonly now: () => number;
  /** How long an untouched conversation's state is kept, ms: longer than the oldest draft. */
  readonly stateTtlMs: number;
}

export interface Storage {
  readonly database: Database;
  readonly ledger: Ledger;
  readonly snapshots: Snapshots;
  readonly activityLog: ActivityLog;
  readonly uploads: Uploads;
  readonly outbox: OutboxStore;
  readonly health: Health;
  readonly followedLinks: LinkDeeds;
  readonly references: ReferenceStore;
  readonly handoffs: HandoffStore;
  readonly answers: AnswerStore;
  readonly awaitedAnswers: AwaitedAnswers;
  /** What `applyAct` needs besides a transaction. */
  readonly acts: ActContext;
  readonly timedWorkOrders: TimedWorkOrders;
  /** Removes snapshots and uploads that nobody will read, and deliveries made long ago; once a day is enough. */
  readonly sweep: () => Promise<void>;
  /** What staff see and do. */
  readonly staff: StaffStore;
  readonly privacy: Privacy;
  /** For limits. */
  readonly counterOf: CounterOf;
  /** Removes what is older than the desk keeps it; once a day is enough. */
  readonly retain: (days: RetentionDays) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Opens all that is kept, behind one URL. Throws StorageError with a remedy; see openDatabase. */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const database = await openDatabase(options.databaseUrl, { role: options.role });
  try {
    return await assemble(database, options);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function assemble(database: Database, options: StorageOptions): Promise<Storage> {
  const snapshots = await openSnapshots(database, { ttlMs: options.stateTtlMs });
  const instance = await openInstance(database, options.role);
  const acts = { dialect: database.dialect, rules: options.timerRules };
  const uploads = createUploads(database.db, options.now);
  const answers = createChannelAnswers(database, instance);
  const outbox = createOutbox(database, options.now);
  return {
    database,
    ledger: createLedger(database, answers.sender, options),
    snapshots,
    activityLog: createActivityLog(database, instance, options.now),
    uploads,
    outbox,
    health: createHealth(database, options.now),
    followedLinks: createFollowedLinks(database, options.now),
    references: createConversationReferences(database, options.now),
    handoffs: createHandoffs(database.db, options.now),
    answers,
    awaitedAnswers: createAwaitedAnswers(database, options.now),
    acts,
    timedWorkOrders: createTimedWorkOrders(database, acts, options.now),
    sweep: async () => {
      await snapshots.sweep();
      await uploads.sweep();
      await outbox.sweep();
    },
    staff: createStaffStore(database, acts, options.now),
    privacy: createPrivacy(database, snapshots, acts, options.now),
    counterOf: createCounters(database),
    retain: (days) => retain(database, days, options.now()),
    close: async () => {
      await instance.close();
      await snapshots.close();
      await database.close();
    },
  };
}
