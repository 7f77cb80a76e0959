import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/**
 * Says which server answers a message of the web chat, and counts what was logged in its conversation:
 * counted by the rows, a conversation whose oldest were removed would begin anew, and clients miss all.
 */
export const activityOwners: Migration = {
  version: 20,
  up: async (db) => {
    await db.schema.alterTable('activity_log').addColumn('owner', 'bigint').execute();
    await db.schema
      .alterTable('conversations')
      .addColumn('logged', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute();
    await sql`update conversations set logged = coalesce(
      (select max(sequence) from activity_log where conversation_id = conversations.id), 0)`.execute(db);
    await db.schema.dropIndex('activity_log_processed').execute();
    await db.schema
      .createIndex('activity_log_unprocessed')
      .on('activity_log')
      .columns(['conversation_id', 'sequence'])
      .where(sql.ref('processed'), '=', sql.lit(0))
      .execute();
  },
};
