import { createHash } from 'node:crypto';
import type { QuestionRecord, TurnRecord, VoteRecord } from '../conversation/stores.ts';
import type { Tx } from './schema.ts';
import { storable } from './text.ts';

/** Keeps a turn's questions and votes, under a hash in place of the conversation. */
export async function logQuestions(tx: Tx, turn: TurnRecord): Promise<void> {
  const conversation = hash(turn.conversationId);
  const turnId = hash(`${turn.conversationId}\0${turn.messageId}`);
  for (const [index, question] of turn.questions.entries())
    await logQuestion(tx, { id: `${turnId}-${index}`, at: turn.at, conversation }, question);
  for (const [index, vote] of turn.votes.entries())
    await logVote(tx, { id: `${turnId}-${index}`, at: turn.at, conversation }, vote);
}

interface Entry {
  readonly id: string;
  readonly at: number;
  readonly conversation: string;
}

async function logQuestion(tx: Tx, entry: Entry, record: QuestionRecord): Promise<void> {
  await tx
    .insertInto('question_log')
    .values({
      ...entry,
      question: storable(record.question),
      outcome: record.outcome,
      article: record.article ?? null,
      confidence: record.confidence,
      runner_up: record.runnerUp ?? null,
      revision: record.revision,
    })
    .execute();
}

async function logVote(tx: Tx, entry: Entry, { article, vote }: VoteRecord): Promise<void> {
  const question = await tx
    .selectFrom('question_log')
    .select('id')
    .where('conversation', '=', entry.conversation)
    .where('article', '=', article)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  await tx
    .insertInto('votes')
    .values({ ...entry, question_id: question?.id ?? null, article, vote })
    .execute();
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
