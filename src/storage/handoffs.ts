import type { HandoffStore, SaidLine } from '../chat/ports.ts';
import { lastTurns } from './last-turns.ts';
import type { Db } from './schema.ts';

/** Turns of a transcript: a person who takes over reads no more. */
const turnsTold = 50;

/** A channel that never says that its person left must not silence the bot for ever, ms. */
const longest = 12 * 60 * 60 * 1000;

/** Nor must a server that is killed while it asks for one, ms. */
const asking = 60_000;

/** `now` in epoch ms. */
export function createHandoffs(db: Db, now: () => number): HandoffStore {
  return {
    begin: async (conversationId) => {
      const at = now() - longest + asking;
      await db
        .insertInto('handoffs')
        .values({ conversation_id: conversationId, at })
        .onConflict((conflict) => conflict.column('conversation_id').doUpdateSet({ at }))
        .execute();
    },
    confirm: async (conversationId) => {
      const known = db.updateTable('handoffs').where('conversation_id', '=', conversationId);
      await known.set({ at: now() }).execute();
    },
    end: async (conversationId) => {
      await db.deleteFrom('handoffs').where('conversation_id', '=', conversationId).execute();
    },
    is: async (conversationId) =>
      (await db
        .selectFrom('handoffs')
        .select('at')
        .where('conversation_id', '=', conversationId)
        .where('at', '>', now() - longest)
        .executeTakeFirst()) !== undefined,
    transcript: (conversationId) => transcript(db, conversationId),
  };
}

async function transcript(db: Db, conversationId: string): Promise<readonly SaidLine[]> {
  const turns = await lastTurns(db, conversationId, { most: turnsTold });
  return turns.flatMap(({ said, replies, at }) => [
    ...(said === null ? [] : [{ by: 'requester' as const, text: said, at }]),
    ...replies.map(({ text }) => ({ by: 'bot' as const, text, at })),
  ]);
}
