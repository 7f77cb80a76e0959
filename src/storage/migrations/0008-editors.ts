import type { Migration } from './migration.ts';

/** Why an answer was given and to whom, pseudonymously; and where forms are left. */
export const editors: Migration = {
  version: 8,
  up: async (db) => {
    await db.schema.alterTable('question_log').addColumn('requester', 'text').execute();
    await db.schema.alterTable('question_log').addColumn('why', 'text').execute();
    await db.schema
      .createTable('form_log')
      .addColumn('form_id', 'text', (c) => c.primaryKey())
      .addColumn('type', 'text', (c) => c.notNull())
      .addColumn('opened_at', 'bigint', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('asking', 'text')
      .execute();
    await db.schema.createIndex('form_log_opened').on('form_log').column('opened_at').execute();
  },
};
