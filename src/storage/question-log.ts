import { hash } from 'node:crypto';
import type { QuestionRecord, TurnRecord, VoteRecord } from '../conversation/stores.ts';
import { type Placeholder, prepared, rowOf } from './prepared.ts';
import type { Db, QuestionRow, Tx } from './schema.ts';
import { storable } from './text.ts';

export const questionColumns = [
  'id',
  'at',
  'conversation',
  'requester',
  'question',
  'outcome',
  'article',
  'confidence',
  'runner_up',
  'revision',
  'why',
] as const satisfies readonly (keyof QuestionRow)[];

/** Keeps a turn's questions and votes, under hashes in place of the conversation and the requester. */
export async function logQuestions(tx: Tx, turn: TurnRecord, statement: QuestionStatement): Promise<void> {
  for (const row of questionRows(turn)) await statement(tx, row);
  for (const [index, vote] of turn.votes.entries()) await logVote(tx, entryOf(turn, index), vote);
  await logForm(tx, turn);
}

export const questionRows = (turn: TurnRecord): readonly QuestionRow[] =>
  turn.questions.map((question, index) =>
    questionRow({ ...entryOf(turn, index), requester: pseudonym(turn.requesterId) }, question),
  );

const entryOf = ({ conversationId, messageId, at }: TurnRecord, index: number): Entry => ({
  id: `${pseudonym(`${conversationId}\0${messageId}`)}-${index}`,
  at,
  conversation: pseudonym(conversationId),
});

/** How the log names a conversation or a requester: enough to count by, not enough to find anybody. */
export const pseudonym = (id: string): string => hash('sha256', id).slice(0, 32);

interface Entry {
  readonly id: string;
  readonly at: number;
  readonly conversation: string;
}

export type QuestionStatement = ReturnType<typeof questionStatement>;

/** Writes a question: nearly every turn does. */
export const questionStatement = (db: Db) =>
  prepared((value: Placeholder<QuestionRow>) =>
    db.insertInto('question_log').columns(questionColumns).expression(rowOf(questionColumns, value)),
  );

const questionRow = (entry: Entry & { readonly requester: string }, record: QuestionRecord): QuestionRow => ({
  ...entry,
  question: storable(record.question),
  outcome: record.outcome,
  article: record.article ?? null,
  confidence: record.confidence,
  runner_up: record.runnerUp ?? null,
  revision: record.revision,
  why: record.why === undefined ? null : storable(JSON.stringify(record.why)),
});

async function logVote(tx: Tx, entry: Entry, { article, vote }: VoteRecord): Promise<void> {
  const question = await questionOf(tx, entry.conversation, article);
  await tx
    .insertInto('votes')
    .values({ ...entry, question_id: question ?? null, article, vote })
    .execute();
}

/** The newest question that the article answered, else the newest that it may have been chosen for. */
async function questionOf(tx: Tx, conversation: string, article: string): Promise<string | undefined> {
  const newest = tx
    .selectFrom('question_log')
    .select(['id', 'outcome'])
    .where('conversation', '=', conversation)
    .orderBy('at', 'desc')
    .limit(1);
  const answered = await newest.where('article', '=', article).executeTakeFirst();
  if (answered !== undefined) return answered.id;
  const last = await newest.executeTakeFirst();
  return last?.outcome === 'disambiguation' ? last.id : undefined;
}

/** Where a form stands now: the last of these tells where it was left. */
async function logForm(tx: Tx, { at, draft }: TurnRecord): Promise<void> {
  if (draft === undefined) return;
  const asking = draft.asking ?? null;
  await tx
    .insertInto('form_log')
    .values({ form_id: draft.formId, type: draft.type, opened_at: at, at, asking })
    .onConflict((conflict) => conflict.column('form_id').doUpdateSet({ at, asking }))
    .execute();
}
