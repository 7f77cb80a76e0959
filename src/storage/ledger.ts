import type { Receipt } from '../conversation/command.ts';
import type { Reply } from '../conversation/reply.ts';
import type {
  CommitOutcome,
  OwnWorkOrders,
  Standing,
  TurnRecord,
  TurnStore,
} from '../conversation/stores.ts';
import { type CommandContext, execute } from './commands.ts';
import type { Database } from './database.ts';
import { scheduleDraft } from './draft-timers.ts';
import type { FilingRules } from './filing.ts';
import { ownWorkOrders } from './own-work-orders.ts';
import { pinnedType, pinType } from './pinned-types.ts';
import { type Placeholder, prepared } from './prepared.ts';
import { logQuestions, questionStatement } from './question-log.ts';
import { RecentStandings } from './recent-standings.ts';
import type { Db, TurnRow, Tx } from './schema.ts';
import { storable } from './text.ts';

export type Ledger = TurnStore & OwnWorkOrders;

/** The system of record: turns, the pointer to each conversation's state, and work orders. */
export function createLedger(database: Database, rules: FilingRules): Ledger {
  const { db, dialect } = database;
  const statements = statementsOf(db);
  const recent = new RecentStandings();
  return {
    ...ownWorkOrders(db),
    standing: async (conversationId, messageId) =>
      recent.of(conversationId) ?? standing(statements, db, conversationId, messageId),
    commit: async (turn) => {
      const { conversationId, snapshot, readVersion } = turn;
      recent.forget(conversationId);
      const outcome = await database.transaction(turn.commands.length === 0 ? 'normal' : 'full', (tx) =>
        commit({ tx, dialect, rules, turn }, statements),
      );
      // On Postgres another server may take the next turn, and the one thought out here would be for nothing.
      if (dialect === 'sqlite' && outcome.kind === 'committed')
        recent.keep(conversationId, { version: readVersion + 1, snapshot, recorded: undefined });
      return outcome;
    },
    pinType: (type) => pinType(db, type),
    pinnedType: (hash) => pinnedType(db, hash),
  };
}

type Statements = ReturnType<typeof statementsOf>;

interface Move {
  readonly id: string;
  readonly messageId: string;
  readonly readVersion: number;
  readonly version: number;
  readonly snapshot: string;
}

/** What every turn asks and writes. */
const statementsOf = (db: Db) => ({
  standing: prepared((value: Placeholder<{ conversationId: string; messageId: string }>) =>
    db
      .selectFrom('conversations')
      .leftJoin('turns', (join) =>
        join
          .onRef('turns.conversation_id', '=', 'conversations.id')
          .on('turns.message_id', '=', value('messageId')),
      )
      .select(['conversations.version', 'snapshot', 'replies'])
      .where('id', '=', value('conversationId')),
  ),
  move: prepared((value: Placeholder<Move>) =>
    db
      .updateTable('conversations')
      .set({ version: value('version'), snapshot: value('snapshot') })
      .where('version', '=', value('readVersion'))
      .where('id', '=', value('id'))
      .where(({ exists, not, selectFrom }) =>
        not(
          exists(
            selectFrom('turns')
              .select('turns.version')
              .where('turns.conversation_id', '=', value('id'))
              .where('turns.message_id', '=', value('messageId')),
          ),
        ),
      ),
  ),
  record: prepared((value: Placeholder<TurnRow>) =>
    db.insertInto('turns').values({
      conversation_id: value('conversation_id'),
      message_id: value('message_id'),
      at: value('at'),
      version: value('version'),
      replies: value('replies'),
      requester_id: value('requester_id'),
      said: value('said'),
    }),
  ),
  question: questionStatement(db),
});

async function standing(
  statements: Statements,
  db: Db,
  conversationId: string,
  messageId: string,
): Promise<Standing> {
  const [row] = (await statements.standing(db, { conversationId, messageId })).rows;
  const replies = row?.replies ?? undefined;
  return {
    version: row?.version ?? 0,
    snapshot: row?.snapshot ?? undefined,
    recorded: replies === undefined ? undefined : toReplies(replies),
  };
}

async function commit(context: CommandContext, statements: Statements): Promise<CommitOutcome> {
  const { tx, turn } = context;
  if (!(await move(statements, tx, turn))) return missed(statements, tx, turn);
  const receipts: Receipt[] = [];
  for (const command of turn.commands) receipts.push(await execute(context, command));
  const replies = turn.fill(turn.replies, receipts);
  await record(statements, tx, turn, replies);
  await logQuestions(tx, turn, statements.question);
  await scheduleDraft(tx, turn);
  return { kind: 'committed', replies };
}

/**
 * Moves the conversation on, and keeps others from it until the transaction ends; false where it has moved
 * since it was read, or the message was recorded before.
 */
async function move(
  statements: Statements,
  tx: Tx,
  { conversationId: id, messageId, readVersion, snapshot }: TurnRecord,
): Promise<boolean> {
  const moved = { version: readVersion + 1, snapshot };
  const { numAffectedRows } = await statements.move(tx, { ...moved, id, messageId, readVersion });
  if (numAffectedRows === 1n) return true;
  if (readVersion > 0) return false;
  const insert = tx.insertInto('conversations').values({ id, ...moved });
  const made = await insert.onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  return made.numInsertedOrUpdatedRows === 1n;
}

/** The same message may have been answered elsewhere meanwhile. */
async function missed(
  statements: Statements,
  tx: Tx,
  { conversationId, messageId }: TurnRecord,
): Promise<CommitOutcome> {
  const { recorded } = await standing(statements, tx, conversationId, messageId);
  return recorded === undefined ? { kind: 'stale' } : { kind: 'seen', replies: recorded };
}

async function record(
  statements: Statements,
  tx: Tx,
  turn: TurnRecord,
  replies: readonly Reply[],
): Promise<void> {
  await statements.record(tx, {
    conversation_id: turn.conversationId,
    message_id: turn.messageId,
    at: turn.at,
    version: turn.readVersion + 1,
    replies: JSON.stringify(replies),
    requester_id: turn.requesterId,
    said: turn.said === undefined ? null : storable(turn.said),
  });
}

function toReplies(json: string): readonly Reply[] {
  const replies: readonly Reply[] = JSON.parse(json);
  return replies;
}
