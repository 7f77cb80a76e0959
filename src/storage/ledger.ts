import type { Receipt } from '../conversation/command.ts';
import type { Reply } from '../conversation/reply.ts';
import type {
  CommitOutcome,
  OwnWorkOrders,
  Standing,
  TurnRecord,
  TurnStore,
} from '../conversation/stores.ts';
import { Recent } from '../recent.ts';
import type { TurnSender } from './channel-answers.ts';
import type { CommandContext } from './command-context.ts';
import { execute } from './commands.ts';
import type { Database } from './database.ts';
import { scheduleDraft } from './draft-timers.ts';
import { keepDraftUploads } from './draft-uploads.ts';
import type { FilingRules } from './filing.ts';
import { type Move, moveOf, moving } from './moving.ts';
import { ownWorkOrders } from './own-work-orders.ts';
import { pinnedType, pinType } from './pinned-types.ts';
import { isPlain, plainTurns } from './plain-turn.ts';
import { type Placeholder, prepared, rowOf } from './prepared.ts';
import { logQuestions, questionStatement } from './question-log.ts';
import type { Db, TurnRow, Tx } from './schema.ts';
import { turnColumns, turnRow } from './turn-row.ts';

/**
 * So many conversations are known as far as this process moved them last. Whoever else moves one makes that
 * stale, which the commit finds out; so it is worth having where one process takes all turns.
 */
const RECENT = 1000;

export type Ledger = TurnStore & OwnWorkOrders;

/** The system of record: turns, the pointer to each conversation's state, and work orders. */
export function createLedger(database: Database, sender: TurnSender, rules: FilingRules): Ledger {
  const { db, dialect } = database;
  const statements = statementsOf(db);
  const recent = new Recent<string, Standing>(RECENT);
  const inOneStatement = dialect === 'postgres' ? plainTurns(db, sender.id) : undefined;
  const tryCommit = async (turn: TurnRecord): Promise<CommitOutcome> => {
    const said = isPlain(turn) ? await inOneStatement?.(turn) : undefined;
    if (said !== undefined) return { kind: 'committed', replies: said };
    return database.transaction(turn.commands.length === 0 ? 'normal' : 'full', (tx) =>
      commit({ tx, dialect, rules, turn }, statements, sender.id),
    );
  };
  return {
    ...ownWorkOrders(db),
    standing: async (conversationId, messageId) =>
      recent.get(conversationId) ?? standing(statements, db, conversationId, messageId),
    commit: async (turn) => {
      const { conversationId, messageId, snapshot, readVersion } = turn;
      recent.delete(conversationId);
      const outcome = await tryCommit(turn);
      if (outcome.kind !== 'committed') return outcome;
      sender.committed(conversationId, messageId);
      // On Postgres another server may take the next turn, and the one thought out here would be for nothing.
      if (dialect === 'sqlite')
        recent.put(conversationId, { version: readVersion + 1, snapshot, recorded: undefined });
      return outcome;
    },
    pinType: (type) => pinType(db, type),
    pinnedType: (hash) => pinnedType(db, hash),
  };
}

type Statements = ReturnType<typeof statementsOf>;

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
  move: prepared((value: Placeholder<Move>) => moving(db, value)),
  record: prepared((value: Placeholder<TurnRow>) =>
    db.insertInto('turns').columns(turnColumns).expression(rowOf(turnColumns, value)),
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

async function commit(
  context: CommandContext,
  statements: Statements,
  sender: number,
): Promise<CommitOutcome> {
  const { tx, turn } = context;
  if (!(await move(statements, tx, turn))) return missed(statements, tx, turn);
  const receipts: Receipt[] = [];
  for (const command of turn.commands) receipts.push(await execute(context, command));
  const replies = turn.replies(receipts);
  await statements.record(tx, turnRow(turn, replies, sender));
  await logQuestions(tx, turn, statements.question);
  await scheduleDraft(tx, turn);
  await keepDraftUploads(tx, turn);
  return { kind: 'committed', replies };
}

/** See `moving`; false where nothing was moved. */
async function move(statements: Statements, tx: Tx, turn: TurnRecord): Promise<boolean> {
  const { id, version, snapshot, ...read } = moveOf(turn);
  const { numAffectedRows } = await statements.move(tx, { id, version, snapshot, ...read });
  if (numAffectedRows === 1n) return true;
  if (read.readVersion > 0) return false;
  const insert = tx.insertInto('conversations').values({ id, version, snapshot });
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

function toReplies(json: string): readonly Reply[] {
  const replies: readonly Reply[] = JSON.parse(json);
  return replies;
}
