import type { Migration } from './migration.ts';

/** Where a channel's conversation is reached when the desk speaks first, and its last card with buttons. */
export const conversationReferences: Migration = {
  version: 9,
  up: async (db) => {
    await db.schema
      .createTable('conversation_references')
      .addColumn('conversation_id', 'text', (c) => c.primaryKey())
      .addColumn('reference', 'text', (c) => c.notNull())
      .addColumn('card', 'text')
      .addColumn('at', 'bigint', (c) => c.notNull())
      .execute();
  },
};
