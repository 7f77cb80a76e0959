import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { says } from './json-says.ts';
import { pseudonym } from './question-log.ts';
import type { Tx } from './schema.ts';

/**
 * Erases conversations whole: turns, what was logged, where they are reached. Gives the number of logged
 * questions that lost their conversation; the questions themselves stay for the figures.
 */
export async function eraseConversations(tx: Tx, conversations: readonly string[]): Promise<number> {
  let questions = 0;
  for (const id of conversations) {
    for (const table of [
      'turns',
      'activity_log',
      'conversation_references',
      'handoffs',
      'awaited_answers',
    ] as const)
      await tx.deleteFrom(table).where('conversation_id', '=', id).execute();
    await tx.deleteFrom('conversations').where('id', '=', id).execute();
    await tx.deleteFrom('commands').where('scope', '=', id).execute();
    await tx.deleteFrom('outbox').where(says('payload', id)).execute();
    questions += await unlinkQuestions(tx, id);
  }
  return questions;
}

/** Of conversations with others, what this requester said and was answered; the state begins anew. */
export async function eraseShared(
  tx: Tx,
  conversations: readonly string[],
  requesterId: string,
): Promise<void> {
  for (const id of conversations) {
    for (const table of ['turns', 'awaited_answers'] as const)
      await tx
        .deleteFrom(table)
        .where('conversation_id', '=', id)
        .where('requester_id', '=', requesterId)
        .execute();
    await tx
      .deleteFrom('activity_log')
      .where('conversation_id', '=', id)
      .where(says('json', requesterId))
      .execute();
    // Moved on: a server that knows from memory where it stood must not go on from there.
    const moved = { snapshot: null, version: sql<number>`version + 1` };
    await tx.updateTable('conversations').set(moved).where('id', '=', id).execute();
  }
  await renameQuestions(tx, { requester: pseudonym(requesterId) }, randomUUID());
}

/** New random names for the conversation's questions and votes: their ids were hashes of it too. */
async function unlinkQuestions(tx: Tx, conversationId: string): Promise<number> {
  const conversation = pseudonym(conversationId);
  const nobody = randomUUID();
  const count = await renameQuestions(tx, { conversation }, nobody);
  const votes = await tx.selectFrom('votes').select('id').where('conversation', '=', conversation).execute();
  for (const { id } of votes)
    await tx
      .updateTable('votes')
      .set({ id: randomUUID(), conversation: nobody })
      .where('id', '=', id)
      .execute();
  return count;
}

/** Gives how many there were. */
async function renameQuestions(
  tx: Tx,
  of: { readonly conversation: string } | { readonly requester: string },
  nobody: string,
): Promise<number> {
  const rows = await tx
    .selectFrom('question_log')
    .select('id')
    .where((eb) => eb.and(of))
    .execute();
  for (const { id } of rows) {
    const renamed = randomUUID();
    await tx
      .updateTable('question_log')
      .set({ id: renamed, conversation: nobody, requester: nobody })
      .where('id', '=', id)
      .execute();
    await tx.updateTable('votes').set({ question_id: renamed }).where('question_id', '=', id).execute();
  }
  return rows.length;
}
