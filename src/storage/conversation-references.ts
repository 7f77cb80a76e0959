import type { Database } from './database.ts';
import { lightWrite } from './light-write.ts';
import type { Placeholder } from './prepared.ts';

/** Where conversations of the channels are reached; what is kept is the channels' own JSON. */
export interface ConversationReferences {
  readonly put: (conversationId: string, reference: string) => Promise<void>;
  readonly get: (conversationId: string) => Promise<string | undefined>;
  /** The conversation is gone. */
  readonly remove: (conversationId: string) => Promise<void>;
  /** Keeps the last card with buttons; a conversation without a reference keeps none. */
  readonly putCard: (conversationId: string, card: string) => Promise<void>;
  readonly card: (conversationId: string) => Promise<string | undefined>;
}

interface Put {
  readonly conversationId: string;
  readonly reference: string;
  readonly at: number;
}

/** `now` in epoch ms. */
export function createConversationReferences(database: Database, now: () => number): ConversationReferences {
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
