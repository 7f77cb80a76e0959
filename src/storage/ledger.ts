import type { Receipt } from '../conversation/command.ts';
import type { Reply } from '../conversation/reply.ts';
import type { CommitOutcome, OwnWorkOrders, TurnRecord, TurnStore } from '../conversation/stores.ts';
import { execute } from './commands.ts';
import { lockConversation } from './conversation-lock.ts';
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
    recorded: (conversationId, messageId) => recorded(db, conversationId, messageId),
    pointer: (conversationId) => pointer(db, conversationId),
    commit: (turn) =>
      database.transaction(turn.commands.length === 0 ? 'normal' : 'full', (tx) =>
        commit(tx, database, rules, turn),
      ),
    pinType: (type) => pinType(db, type),
    pinnedType: (hash) => pinnedType(db, hash),
  };
}

async function recorded(
  db: Db,
  conversationId: string,
  messageId: string,
): Promise<readonly Reply[] | undefined> {
  const row = await db
    .selectFrom('turns')
    .select('replies')
    .where('conversation_id', '=', conversationId)
    .where('message_id', '=', messageId)
    .executeTakeFirst();
  return row && toReplies(row.replies);
}

async function pointer(db: Db, conversationId: string) {
  const row = await db
    .selectFrom('conversations')
    .select(['version', 'snapshot'])
    .where('id', '=', conversationId)
    .executeTakeFirst();
  return { version: row?.version ?? 0, snapshot: row?.snapshot ?? undefined };
}

async function commit(
  tx: Tx,
  { dialect }: Database,
  rules: FilingRules,
  turn: TurnRecord,
): Promise<CommitOutcome> {
  const conversation = await lockConversation(tx, dialect, turn.conversationId);
  const seen = await recorded(tx, turn.conversationId, turn.messageId);
  if (seen !== undefined) return { kind: 'seen', replies: seen };
  if (conversation.version !== turn.readVersion) return { kind: 'stale' };
  const receipts: Receipt[] = [];
  for (const command of turn.commands) receipts.push(await execute({ tx, dialect, rules, turn }, command));
  const replies = turn.fill(turn.replies, receipts);
  await record(tx, turn, replies);
  await logQuestions(tx, turn);
  await scheduleDraft(tx, turn);
  return { kind: 'committed', replies };
}

async function record(tx: Tx, turn: TurnRecord, replies: readonly Reply[]): Promise<void> {
  const version = turn.readVersion + 1;
  await tx
    .insertInto('turns')
    .values({
      conversation_id: turn.conversationId,
      message_id: turn.messageId,
      at: turn.at,
      version,
      replies: JSON.stringify(replies),
      requester_id: turn.requesterId,
      said: turn.said === undefined ? null : storable(turn.said),
    })
    .execute();
  await tx
    .updateTable('conversations')
    .set({ version, snapshot: turn.snapshot })
    .where('id', '=', turn.conversationId)
    .execute();
}

function toReplies(json: string): readonly Reply[] {
  const replies: readonly Reply[] = JSON.parse(json);
  return replies;
}
