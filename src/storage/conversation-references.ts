import type { ReferenceStore } from '../chat/ports.ts';
import type { Database } from './database.ts';
import { lightWrite } from './light-write.ts';
import type { Placeholder } from './prepared.ts';

interface Put {
  readonly conversationId: string;
  readonly reference: string;
  readonly at: number;
}

/** `now` in epoch ms. */
export function createConversationReferences(database: Database, now: () => number): ReferenceStore {
  const { db } = database;
  const row = (conversationId: string) =>
    db
      .selectFrom('conversation_references')
      .selectAll()
      .where('conversation_id', '=', conversationId)
      .executeTakeFirst();
  const put = lightWrite(database, (value: Placeholder<Put>) => {
    const [reference, at] = [value('reference'), value('at')];
    return db
      .insertInto('conversation_references')
      .values({ conversation_id: value('conversationId'), reference, card: null, at })
      .onConflict((conflict) => conflict.column('conversation_id').doUpdateSet({ reference, at }));
  });
  return {
    put: (conversationId, reference) => put({ conversationId, reference, at: now() }),
    get: async (conversationId) => (await row(conversationId))?.reference,
    remove: async (conversationId) => {
      await db.deleteFrom('conversation_references').where('conversation_id', '=', conversationId).execute();
    },
    putCard: async (conversationId, card) => {
      await db
        .updateTable('conversation_references')
        .set({ card })
        .where('conversation_id', '=', conversationId)
        .execute();
    },
    card: async (conversationId) => (await row(conversationId))?.card ?? undefined,
  };
}
