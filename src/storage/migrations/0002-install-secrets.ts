import type { Migration } from './migration.ts';

/** Random values that this installation made for itself, such as the key that signs its tokens. */
export const installSecrets: Migration = {
  version: 2,
  up: async (db) => {
    await db.schema
      .createTable('install_secrets')
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('value', 'text', (c) => c.notNull())
      .execute();
  },
};
