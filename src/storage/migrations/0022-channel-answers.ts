import type { Migration } from './migration.ts';

/** Which messages of the channels were answered, or are being, and by which server. */
export const channelAnswers: Migration = {
  version: 22,
  up: async (db) => {
    await db.schema
      .createTable('channel_answers')
      .addColumn('conversation_id', 'text', (c) => c.notNull())
      .addColumn('message_id', 'text', (c) => c.notNull())
      .addColumn('owner', 'bigint', (c) => c.notNull())
      .addColumn('answered', 'bigint', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('channel_answers_pk', ['conversation_id', 'message_id'])
      .execute();
    await db.schema.createIndex('channel_answers_at').on('channel_answers').column('at').execute();
  },
};
