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
    // What a channel may still send again: all of them could take longer than Postgres may be silent.
    await sql`update turns set sent = 1 where (conversation_id, message_id) in (
      select conversation_id, message_id from channel_answers
      where answered = 1 and at > (select max(at) - 120000 from channel_answers))`.execute(db);
    await db.schema.dropTable('channel_answers').execute();
  },
};
