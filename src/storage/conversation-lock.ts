import type { Dialect } from './migrations/migrate.ts';
import type { ConversationRow, Tx } from './schema.ts';

/**
 * Reads a conversation's row, made if it is missing, and keeps others from changing the conversation
 * until the transaction ends. In SQLite the transaction alone does that, and `for update` is no syntax.
 */
export async function lockConversation(tx: Tx, dialect: Dialect, id: string): Promise<ConversationRow> {
  await tx
    .insertInto('conversations')
    .values({ id, version: 0, snapshot: null })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  return tx
    .selectFrom('conversations')
    .selectAll()
    .where('id', '=', id)
    .$if(dialect === 'postgres', (query) => query.forUpdate())
    .executeTakeFirstOrThrow();
}
