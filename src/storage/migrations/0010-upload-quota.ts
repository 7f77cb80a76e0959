import type { Migration } from './migration.ts';

/** What waits for a work order is counted at each upload, without reading the files themselves. */
export const uploadQuota: Migration = {
  version: 10,
  up: async (db) => {
    await db.schema
      .createIndex('uploads_waiting')
      .on('uploads')
      .columns(['owner_number', 'requester_id', 'expires', 'bytes'])
      .execute();
    // Its first column says the same.
    await db.schema.dropIndex('uploads_owner').execute();
  },
};
