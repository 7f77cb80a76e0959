import { lockConversation } from './conversation-lock.ts';
import type { Database } from './database.ts';
import type { ActivityRow, Db, Tx } from './schema.ts';

/** An activity of the web chat as it was logged. */
export interface LoggedActivity {
  readonly conversationId: string;
  /** Counts from 1 in its conversation, without gaps: a client's watermark. */
  readonly sequence: number;
  readonly id: string;
  /** JSON. */
  readonly activity: string;
}

export interface AppendOptions {
  /** Unique in the conversation: appended twice, it is there once. */
  readonly id: string;
  /** True for what the bot says, which no turn has to answer. Default false. */
  readonly processed?: boolean;
}

/** What was said in the web chat, in order, so that a client that reconnects misses nothing. */
export interface ActivityLog {
  /** Gives the sequence number; appended before under this id, the number of then. */
  readonly append: (conversationId: string, activityJson: string, options: AppendOptions) => Promise<number>;
  /** After the watermark, in order. 0 gives all. */
  readonly since: (conversationId: string, watermark: number) => Promise<readonly LoggedActivity[]>;
  /** What a process that was killed left without an answer, oldest first. */
  readonly unprocessed: () => Promise<readonly LoggedActivity[]>;
  readonly markProcessed: (conversationId: string, id: string) => Promise<void>;
}

/** `now` in epoch ms. */
export function createActivityLog(database: Database, now: () => number): ActivityLog {
  const { db } = database;
  return {
    append: (conversationId, json, options) =>
      database.transaction('normal', (tx) =>
        append(tx, database, {
          conversation_id: conversationId,
          json,
          id: options.id,
          processed: options.processed === true ? 1 : 0,
          at: now(),
        }),
      ),
    since: (conversationId, watermark) => since(db, conversationId, watermark),
    unprocessed: () => unprocessed(db),
    markProcessed: (conversationId, id) => markProcessed(db, conversationId, id),
  };
}

async function append(tx: Tx, { dialect }: Database, row: Omit<ActivityRow, 'sequence'>): Promise<number> {
  // Held until the commit, so that sequence numbers become visible in order: a client that polls between
  // two commits would else move its watermark past the slower one and never see it.
  await lockConversation(tx, dialect, row.conversation_id);
  const earlier = await tx
    .selectFrom('activity_log')
    .select('sequence')
    .where('conversation_id', '=', row.conversation_id)
    .where('id', '=', row.id)
    .executeTakeFirst();
  if (earlier !== undefined) return earlier.sequence;
  const sequence = await nextSequence(tx, row.conversation_id);
  await tx
    .insertInto('activity_log')
    .values({ ...row, sequence })
    .execute();
  return sequence;
}

async function nextSequence(tx: Tx, conversationId: string): Promise<number> {
  const last = await tx
    .selectFrom('activity_log')
    .select('sequence')
    .where('conversation_id', '=', conversationId)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (last?.sequence ?? 0) + 1;
}

async function since(db: Db, conversationId: string, watermark: number): Promise<readonly LoggedActivity[]> {
  const rows = await db
    .selectFrom('activity_log')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('sequence', '>', watermark)
    .orderBy('sequence')
    .execute();
  return rows.map(toLogged);
}

async function unprocessed(db: Db): Promise<readonly LoggedActivity[]> {
  const rows = await db
    .selectFrom('activity_log')
    .selectAll()
    .where('processed', '=', 0)
    .orderBy('at')
    .orderBy('conversation_id')
    .orderBy('sequence')
    .execute();
  return rows.map(toLogged);
}

async function markProcessed(db: Db, conversationId: string, id: string): Promise<void> {
  await db
    .updateTable('activity_log')
    .set({ processed: 1 })
    .where('conversation_id', '=', conversationId)
    .where('id', '=', id)
    .execute();
}

function toLogged(row: ActivityRow): LoggedActivity {
  return { conversationId: row.conversation_id, sequence: row.sequence, id: row.id, activity: row.json };
}
