import type { Migration } from './migration.ts';

/** What the events after the filing project to, and whom a conversation speaks for besides itself. */
export const lifecycle: Migration = {
  version: 7,
  up: async (db) => {
    const columns = [
      ['assignee', 'text'],
      ['paused_at', 'bigint'],
      ['responded_at', 'bigint'],
      ['resolved_at', 'bigint'],
      ['warned', 'text'],
      ['breached', 'text'],
      ['rating', 'bigint'],
      ['rating_comment', 'text'],
      ['follow_up_of', 'text'],
      ['references_elsewhere', 'text'],
    ] as const;
    // One column a statement: SQLite takes no more.
    for (const [name, type] of columns)
      await db.schema.alterTable('work_orders').addColumn(name, type).execute();
    await db.schema
      .createTable('requester_bindings')
      .addColumn('requester_id', 'text', (c) => c.notNull())
      .addColumn('bound_to', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('requester_bindings_pk', ['requester_id', 'bound_to'])
      .execute();
  },
};
