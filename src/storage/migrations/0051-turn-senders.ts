import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** A turn says itself which server sends its replies: a row of its own was two more writes a message. */
export const turnSenders: Migration = {
  version: 51,
  up: async (db) => {
    await db.schema.alterTable('turns').addColumn('sender', 'bigint').execute();
    await db.schema
      .alterTable('turns')
      .addColumn('sent', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute();
    await sql`update turns set sent = 1 where exists (
      select 1 from channel_answers where channel_answers.conversation_id = turns.conversation_id
      and channel_answers.message_id = turns.message_id and answered = 1)`.execute(db);
    await db.schema.dropTable('channel_answers').execute();
  },
};
