import type { Migration } from './migration.ts';

/** A channel's retry is known by what the process remembers of a slow turn; nothing reads fingerprints. */
export const noFingerprints: Migration = {
  version: 3,
  up: async (db) => {
    await db.schema.dropIndex('turns_fingerprint').execute();
    await db.schema.alterTable('turns').dropColumn('fingerprint').execute();
  },
};
