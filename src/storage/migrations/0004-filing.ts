import type { Migration } from './migration.ts';

/** What a work order brings along from the conversation that it was filed in. */
export const filing: Migration = {
  version: 4,
  up: async (db) => {
    await db.schema.alterTable('turns').addColumn('said', 'text').execute();
    await db.schema
      .createIndex('turns_version')
      .on('turns')
      .columns(['conversation_id', 'version'])
      .execute();
    await db.schema
      .createTable('continuity')
      .addColumn('number', 'text', (c) => c.primaryKey().references('work_orders.number'))
      .addColumn('json', 'text', (c) => c.notNull())
      .execute();
  },
};
