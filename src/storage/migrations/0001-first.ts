import type { Migration } from './migration.ts';

export const first: Migration = {
  version: 1,
  up: async (db, types) => {
    await db.schema
      .createTable('conversations')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('version', 'bigint', (c) => c.notNull())
      .addColumn('snapshot', 'text')
      .execute();

    await db.schema
      .createTable('turns')
      .addColumn('conversation_id', 'text', (c) => c.notNull())
      .addColumn('message_id', 'text', (c) => c.notNull())
      .addColumn('fingerprint', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('version', 'bigint', (c) => c.notNull())
      .addColumn('replies', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('turns_pk', ['conversation_id', 'message_id'])
      .execute();
    await db.schema
      .createIndex('turns_fingerprint')
      .on('turns')
      .columns(['conversation_id', 'fingerprint', 'at'])
      .execute();

    await db.schema
      .createTable('commands')
      .addColumn('scope', 'text', (c) => c.notNull())
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('requester_id', 'text', (c) => c.notNull())
      .addColumn('receipt', 'text')
      .addPrimaryKeyConstraint('commands_pk', ['scope', 'id'])
      .execute();

    await db.schema
      .createTable('work_orders')
      .addColumn('number', 'text', (c) => c.primaryKey())
      .addColumn('type', 'text', (c) => c.notNull())
      .addColumn('type_title', 'text', (c) => c.notNull())
      .addColumn('type_hash', 'text', (c) => c.notNull())
      .addColumn('requester_id', 'text', (c) => c.notNull())
      .addColumn('conversation_id', 'text', (c) => c.notNull())
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('priority', 'text', (c) => c.notNull())
      .addColumn('queue', 'text', (c) => c.notNull())
      .addColumn('fields', 'text', (c) => c.notNull())
      .addColumn('subject', 'text', (c) => c.notNull())
      .addColumn('filed_at', 'bigint', (c) => c.notNull())
      .addColumn('first_response_due', 'bigint', (c) => c.notNull())
      .addColumn('resolution_due', 'bigint', (c) => c.notNull())
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .addColumn('version', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema
      .createIndex('work_orders_requester')
      .on('work_orders')
      .columns(['requester_id', 'filed_at'])
      .execute();
    await db.schema.createIndex('work_orders_queue').on('work_orders').columns(['status', 'queue']).execute();

    await db.schema
      .createTable('work_order_events')
      .addColumn('number', 'text', (c) => c.notNull().references('work_orders.number'))
      .addColumn('version', 'bigint', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('actor_role', 'text', (c) => c.notNull())
      .addColumn('actor_id', 'text', (c) => c.notNull())
      .addColumn('change', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('work_order_events_pk', ['number', 'version'])
      .execute();

    await db.schema
      .createTable('type_definitions')
      .addColumn('hash', 'text', (c) => c.primaryKey())
      .addColumn('definition', 'text', (c) => c.notNull())
      .execute();

    await db.schema
      .createTable('question_log')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('conversation', 'text', (c) => c.notNull())
      .addColumn('question', 'text', (c) => c.notNull())
      .addColumn('outcome', 'text', (c) => c.notNull())
      .addColumn('article', 'text')
      .addColumn('confidence', 'double precision', (c) => c.notNull())
      .addColumn('runner_up', 'text')
      .addColumn('revision', 'text', (c) => c.notNull())
      .execute();
    await db.schema.createIndex('question_log_at').on('question_log').column('at').execute();
    await db.schema
      .createIndex('question_log_conversation')
      .on('question_log')
      .columns(['conversation', 'at'])
      .execute();

    await db.schema
      .createTable('votes')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('conversation', 'text', (c) => c.notNull())
      .addColumn('question_id', 'text')
      .addColumn('article', 'text', (c) => c.notNull())
      .addColumn('vote', 'text', (c) => c.notNull())
      .execute();

    await db.schema
      .createTable('outbox')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('payload', 'text', (c) => c.notNull())
      .addColumn('not_before', 'bigint', (c) => c.notNull())
      .addColumn('attempt', 'bigint', (c) => c.notNull())
      .addColumn('lease', 'bigint', (c) => c.notNull())
      .addColumn('done', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema.createIndex('outbox_due').on('outbox').columns(['done', 'not_before']).execute();

    await db.schema
      .createTable('activity_log')
      .addColumn('conversation_id', 'text', (c) => c.notNull())
      .addColumn('sequence', 'bigint', (c) => c.notNull())
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('json', 'text', (c) => c.notNull())
      .addColumn('processed', 'bigint', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('activity_log_pk', ['conversation_id', 'sequence'])
      .addUniqueConstraint('activity_log_id', ['conversation_id', 'id'])
      .execute();
    await db.schema
      .createIndex('activity_log_processed')
      .on('activity_log')
      .columns(['processed', 'at'])
      .execute();

    await db.schema
      .createTable('uploads')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('requester_id', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('type', 'text', (c) => c.notNull())
      .addColumn('bytes', 'bigint', (c) => c.notNull())
      .addColumn('content', types.blob, (c) => c.notNull())
      .addColumn('owner_number', 'text')
      .addColumn('expires', 'bigint')
      .execute();
    await db.schema.createIndex('uploads_expires').on('uploads').column('expires').execute();
    await db.schema.createIndex('uploads_owner').on('uploads').column('owner_number').execute();
  },
};
