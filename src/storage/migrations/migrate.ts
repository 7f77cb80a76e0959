import { sql } from 'kysely';
import type { Db, Tx } from '../schema.ts';
import { StorageError } from '../storage-error.ts';
import { first } from './0001-first.ts';
import { installSecrets } from './0002-install-secrets.ts';
import { noFingerprints } from './0003-no-fingerprints.ts';
import { filing } from './0004-filing.ts';
import { delivery } from './0005-delivery.ts';
import { staff } from './0006-staff.ts';
import { lifecycle } from './0007-lifecycle.ts';
import { editors } from './0008-editors.ts';
import { conversationReferences } from './0009-conversation-references.ts';
import { uploadQuota } from './0010-upload-quota.ts';
import { handoffs } from './0012-handoffs.ts';
import { activityOwners } from './0020-activity-owners.ts';
import { rateLimits } from './0021-rate-limits.ts';
import { channelAnswers } from './0022-channel-answers.ts';
import { awaitedAnswers } from './0050-awaited-answers.ts';
import { turnSenders } from './0051-turn-senders.ts';
import type { ColumnTypes, Migration } from './migration.ts';

/** In order; a number that is missing is no step. */
const MIGRATIONS: readonly Migration[] = [
  first,
  installSecrets,
  noFingerprints,
  filing,
  delivery,
  staff,
  lifecycle,
  editors,
  conversationReferences,
  uploadQuota,
  handoffs,
  activityOwners,
  rateLimits,
  channelAnswers,
  awaitedAnswers,
  turnSenders,
];

/** The schema that this code knows. */
export const SCHEMA_VERSION = MIGRATIONS.at(-1)?.version ?? 0;

/** Any number that no other program takes an advisory lock on. */
const ADVISORY_LOCK = 7_036_421_955;

export type Dialect = 'sqlite' | 'postgres';

const COLUMN_TYPES: Readonly<Record<Dialect, ColumnTypes>> = {
  sqlite: { blob: 'blob', unlogged: '' },
  postgres: { blob: 'bytea', unlogged: 'unlogged' },
};

/**
 * Brings the schema forward in one transaction, so that a half-done migration does not exist, under a
 * lock, so that two processes that start together do it once. `mayMigrate` is asked only when there is
 * something to do. Throws StorageError "newer-schema".
 */
export async function migrate(db: Db, dialect: Dialect, mayMigrate: () => Promise<void>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(${ADVISORY_LOCK})`.execute(tx);
    const found = await foundVersion(tx);
    if (found > SCHEMA_VERSION) throw newerSchema(found);
    if (found === SCHEMA_VERSION) return;
    await mayMigrate();
    await forward(tx, found, COLUMN_TYPES[dialect]);
  });
}

async function foundVersion(tx: Tx): Promise<number> {
  await tx.schema.createTable('schema_version').ifNotExists().addColumn('version', 'bigint').execute();
  const row = await tx.selectFrom('schema_version').select('version').executeTakeFirst();
  return row?.version ?? 0;
}

async function forward(tx: Tx, found: number, types: ColumnTypes): Promise<void> {
  for (const { version, up } of MIGRATIONS) if (version > found) await up(tx, types);
  await tx.deleteFrom('schema_version').execute();
  await tx.insertInto('schema_version').values({ version: SCHEMA_VERSION }).execute();
}

function newerSchema(found: number): StorageError {
  return new StorageError(
    'newer-schema',
    `The database has schema version ${found}, this Firstline knows version ${SCHEMA_VERSION}. ` +
      'Install the newer Firstline, or restore a backup from before the upgrade.',
  );
}
