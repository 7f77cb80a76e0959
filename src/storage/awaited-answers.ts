import { randomBytes } from 'node:crypto';
import type { Command } from '../conversation/command.ts';
import type { TurnRecord } from '../conversation/stores.ts';
import type { AwaitedAnswer, AwaitedAnswers } from '../notifications/awaited-answers.ts';
import type { Database } from './database.ts';
import { addDeliveries } from './outbox.ts';
import type { AwaitedAnswerRow, Tx } from './schema.ts';
import { storable } from './text.ts';

/** Those who wait for an answer. `now` in epoch ms. */
export function createAwaitedAnswers(database: Database, now: () => number): AwaitedAnswers {
  const { db } = database;
  return {
    list: async () => {
      const rows = await db.selectFrom('awaited_answers').selectAll().orderBy('at').orderBy('id').execute();
      return rows.map(toAwaited);
    },
    find: async (id) => {
      const row = await db.selectFrom('awaited_answers').selectAll().where('id', '=', id).executeTakeFirst();
      return row && toAwaited(row);
    },
    told: async (id) => {
      await db.deleteFrom('awaited_answers').where('id', '=', id).execute();
    },
    enqueue: (deliveries) => database.transaction('normal', (tx) => addDeliveries(tx, deliveries, now())),
  };
}

type AwaitAnswer = Command & { readonly kind: 'await-answer' };

/** Keeps that the requester wants to be told; the same question waits once in a conversation. */
export async function awaitAnswer(
  tx: Tx,
  { question, refused, lang, zone }: AwaitAnswer,
  { conversationId, requesterId, at }: TurnRecord,
): Promise<void> {
  const asked = { conversation_id: conversationId, requester_id: requesterId, question: storable(question) };
  await tx
    .deleteFrom('awaited_answers')
    .where((eb) => eb.and(asked))
    .execute();
  await tx
    .insertInto('awaited_answers')
    .values({
      ...asked,
      // Another each time, since the desk says a thing once under one id; it names nobody in a log.
      id: randomBytes(32).toString('hex'),
      at,
      refused: JSON.stringify(refused),
      lang: lang ?? null,
      zone: zone ?? null,
    })
    .execute();
}

function toAwaited(row: AwaitedAnswerRow): AwaitedAnswer {
  const refused: readonly string[] = JSON.parse(row.refused);
  return {
    id: row.id,
    conversationId: row.conversation_id,
    requesterId: row.requester_id,
    question: row.question,
    refused,
    lang: row.lang ?? undefined,
    zone: row.zone ?? undefined,
  };
}
