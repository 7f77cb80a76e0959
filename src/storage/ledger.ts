import type { Receipt } from '../conversation/command.ts';
import type { Reply } from '../conversation/reply.ts';
import type {
  CommitOutcome,
  OwnWorkOrders,
  Standing,
  TurnRecord,
  TurnStore,
} from '../conversation/stores.ts';
import { execute } from './commands.ts';
import type { Database } from './database.ts';
import { scheduleDraft } from './draft-timers.ts';
import type { FilingRules } from './filing.ts';
import { ownWorkOrders } from './own-work-orders.ts';
import { pinnedType, pinType } from './pinned-types.ts';
import { logQuestions } from './question-log.ts';
import type { Db, Tx } from './schema.ts';
import { storable } from './text.ts';

export type Ledger = TurnStore & OwnWorkOrders;

/** The system of record: turns, the pointer to each conversation's state, and work orders. */
export function createLedger(database: Database, rules: FilingRules): Ledger {
  const { db } = database;
  return {
    ...ownWorkOrders(db),
    standing: (conversationId, messageId) => standing(db, conversationId, messageId),
    commit: (turn) =>
      database.transaction(turn.commands.length === 0 ? 'normal' : 'full', (tx) =>
        commit(tx, database, rules, turn),
      ),
    pinType: (type) => pinType(db, type),
    pinnedType: (hash) => pinnedType(db, hash),
  };
}

async function standing(db: Db, conversationId: string, messageId: string): Promise<Standing> {
  const row = await db
    .selectFrom('conversations')
    .leftJoin('turns', (join) =>
      join.onRef('turns.conversation_id', '=', 'conversations.id').on('turns.message_id', '=', messageId),
    )
    .select(['conversations.version', 'snapshot', 'replies'])
    .where('id', '=', conversationId)
    .executeTakeFirst();
  const replies = row?.replies ?? undefined;
  return {
    version: row?.version ?? 0,
    snapshot: row?.snapshot ?? undefined,
    recorded: replies === undefined ? undefined : toReplies(replies),
  };
}

async function commit(
  tx: Tx,
  { dialect }: Database,
  rules: FilingRules,
  turn: TurnRecord,
): Promise<CommitOutcome> {
  if (!(await move(tx, turn))) return missed(tx, turn);
  const receipts: Receipt[] = [];
  for (const command of turn.commands) receipts.push(await execute({ tx, dialect, rules, turn }, command));
  const replies = turn.fill(turn.replies, receipts);
  await record(tx, turn, replies);
  await logQuestions(tx, turn);
  await scheduleDraft(tx, turn);
  return { kind: 'committed', replies };
}

/**
 * Moves the conversation on, and keeps others from it until the transaction ends; false where it has moved
 * since it was read. Where it has not, the message was not recorded since either: both were one read.
 */
async function move(tx: Tx, { conversationId: id, readVersion, snapshot }: TurnRecord): Promise<boolean> {
  const moved = { version: readVersion + 1, snapshot };
  const update = tx.updateTable('conversations').set(moved).where('version', '=', readVersion);
  const { numUpdatedRows } = await update.where('id', '=', id).executeTakeFirst();
  if (numUpdatedRows === 1n) return true;
  if (readVersion > 0) return false;
  const insert = tx.insertInto('conversations').values({ id, ...moved });
  const made = await insert.onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  return made.numInsertedOrUpdatedRows === 1n;
}

/** The same message may have been answered elsewhere meanwhile. */
async function missed(tx: Tx, { conversationId, messageId }: TurnRecord): Promise<CommitOutcome> {
  const { recorded } = await standing(tx, conversationId, messageId);
  return recorded === undefined ? { kind: 'stale' } : { kind: 'seen', replies: recorded };
}

async function record(tx: Tx, turn: TurnRecord, replies: readonly Reply[]): Promise<void> {
  await tx
    .insertInto('turns')
    .values({
      conversation_id: turn.conversationId,
      message_id: turn.messageId,
      at: turn.at,
      version: turn.readVersion + 1,
      replies: JSON.stringify(replies),
      requester_id: turn.requesterId,
      said: turn.said === undefined ? null : storable(turn.said),
    })
    .execute();
}

function toReplies(json: string): readonly Reply[] {
  const replies: readonly Reply[] = JSON.parse(json);
  return replies;
}
