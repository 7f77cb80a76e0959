import { sql } from 'kysely';
import type { Reply } from '../conversation/reply.ts';
import type { TurnRecord } from '../conversation/stores.ts';
import { unlessUndone } from './busy.ts';
import { notWaiting } from './light-write.ts';
import { type Move, moveOf, moving } from './moving.ts';
import { type Placeholder, prepared } from './prepared.ts';
import { questionColumns, questionRows } from './question-log.ts';
import type { Db, QuestionRow, TurnRow } from './schema.ts';
import { turnColumns, turnRow } from './turn-row.ts';

type Values = Move & { readonly turn: string; readonly questions: string };

/** Nothing is done by it and no form is open: it only says something. */
export const isPlain = ({ commands, votes, draft }: TurnRecord): boolean =>
  commands.length === 0 && votes.length === 0 && draft === undefined;

/**
 * Commits a plain turn in one statement, for Postgres: begin, move, record, question and commit are five ways
 * there and back otherwise, and half of what a turn costs. Gives the replies as recorded; undefined where the
 * conversation is new, has moved, or knows the message, or Postgres undid it: nothing is written then.
 */
export function plainTurns(
  db: Db,
  sender: number,
): (turn: TurnRecord) => Promise<readonly Reply[] | undefined> {
  const statement = prepared((value: Placeholder<Values>) => inOne(db, value));
  return async (turn) => {
    const replies = turn.replies([]);
    const values = {
      ...moveOf(turn),
      turn: JSON.stringify(turnRow(turn, replies, sender)),
      questions: JSON.stringify(questionRows(turn)),
    };
    const moved = await unlessUndone(statement(db, values));
    return moved?.rows.length === 1 ? replies : undefined;
  };
}

function inOne(db: Db, value: Placeholder<Values>) {
  const turn = sql<TurnRow>`json_populate_record(null::turns, ${value('turn')}::json)`.as<'row'>('row');
  const questions = sql<QuestionRow>`json_populate_recordset(null::question_log, ${value('questions')}::json)`;
  return (
    db
      .with('moved', () => moving(db, value).returning('id'))
      .with('recorded', (all) =>
        all
          .insertInto('turns')
          .columns(turnColumns)
          .expression(
            all.selectFrom(['moved', turn]).select(turnColumns.map((one) => `row.${one}` as const)),
          ),
      )
      .with('asked', (all) =>
        all
          .insertInto('question_log')
          .columns(questionColumns)
          .expression(
            all
              .selectFrom(['moved', questions.as<'row'>('row')])
              .select(questionColumns.map((one) => `row.${one}` as const)),
          ),
      )
      .selectFrom('moved')
      // As of a transaction of its own: it outlives a killed process and does not wait for the disk.
      .select(notWaiting.as('durability'))
  );
}
