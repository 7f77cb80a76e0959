import type { Migration } from './migration.ts';

/** Conversations in which a person talks, or was asked to: the bot is silent there. */
export const handoffs: Migration = {
  version: 12,
  up: async (db) => {
    await db.schema
      .createTable('handoffs')
      .addColumn('conversation_id', 'text', (c) => c.primaryKey())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .execute();
  },
};
