import type { Migration } from './migration.ts';

/** Questions whose askers want to be told when the desk can answer them. */
export const awaitedAnswers: Migration = {
  version: 50,
  up: async (db) => {
    await db.schema
      .createTable('awaited_answers')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('conversation_id', 'text', (c) => c.notNull())
      .addColumn('requester_id', 'text', (c) => c.notNull())
      .addColumn('question', 'text', (c) => c.notNull())
      .addColumn('refused', 'text', (c) => c.notNull())
      .addColumn('lang', 'text')
      .addColumn('zone', 'text')
      .execute();
    await db.schema
      .createIndex('awaited_answers_conversation')
      .on('awaited_answers')
      .column('conversation_id')
      .execute();
  },
};
