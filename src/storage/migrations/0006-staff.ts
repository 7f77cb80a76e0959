import type { Migration } from './migration.ts';

/** What staff search in, what makes a retried request happen once, and whose turns to export or erase. */
export const staff: Migration = {
  version: 6,
  up: async (db) => {
    await db.schema
      .createTable('work_order_texts')
      .addColumn('number', 'text', (c) => c.notNull().references('work_orders.number'))
      .addColumn('version', 'bigint', (c) => c.notNull())
      .addColumn('text', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('work_order_texts_pk', ['number', 'version'])
      .execute();
    await db.schema
      .createTable('staff_requests')
      .addColumn('actor', 'text', (c) => c.notNull())
      .addColumn('key', 'text', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .addColumn('receipt', 'text')
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('staff_requests_pk', ['actor', 'key'])
      .execute();
    await db.schema
      .createTable('erasures')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('actor', 'text', (c) => c.notNull())
      .addColumn('figures', 'text', (c) => c.notNull())
      .execute();
    await db.schema.alterTable('turns').addColumn('requester_id', 'text').execute();
    await db.schema.createIndex('turns_requester').on('turns').column('requester_id').execute();
    await db.schema.createIndex('commands_requester').on('commands').column('requester_id').execute();
    await db.schema.createIndex('turns_at').on('turns').column('at').execute();
    await db.schema.createIndex('uploads_requester').on('uploads').column('requester_id').execute();
    await db.schema.createIndex('activity_log_at').on('activity_log').column('at').execute();
    await db.schema
      .createIndex('work_orders_filed')
      .on('work_orders')
      .columns(['filed_at', 'number'])
      .execute();
  },
};
