import type { Migration } from './migration.ts';

/** Who works on a delivery and what became of it, whom a work order's mail goes to, and receivers that are gone. */
export const delivery: Migration = {
  version: 5,
  up: async (db) => {
    await db.schema.alterTable('outbox').addColumn('lease_owner', 'text').execute();
    await db.schema
      .alterTable('outbox')
      .addColumn('fence', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute();
    await db.schema
      .alterTable('outbox')
      .addColumn('dead', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute();
    await db.schema.alterTable('outbox').addColumn('error', 'text').execute();
    await db.schema.createIndex('outbox_dead').on('outbox').columns(['dead', 'not_before']).execute();

    await db.schema
      .createTable('contacts')
      .addColumn('number', 'text', (c) => c.primaryKey().references('work_orders.number'))
      .addColumn('address', 'text', (c) => c.notNull())
      .addColumn('verified_at', 'bigint')
      .execute();
    await db.schema.createIndex('contacts_address').on('contacts').column('address').execute();

    await db.schema
      .createTable('disabled_webhooks')
      .addColumn('destination', 'text', (c) => c.primaryKey())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .execute();
  },
};
