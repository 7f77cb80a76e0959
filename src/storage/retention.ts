import { randomUUID } from 'node:crypto';
import type { Database } from './database.ts';
import { eraseFiles, eraseWorkOrders } from './privacy-work-orders.ts';
import type { Db, Tx } from './schema.ts';
import { sliceBySlice } from './slice-by-slice.ts';

/** How long the desk keeps what it has to do with people, in days. */
export interface RetentionDays {
  readonly transcriptDays: number;
  /** From the end of their work order. */
  readonly attachmentDays: number;
  /** From the end of a work order; also of the logs. */
  readonly keepDays: number;
}

const DAY = 86_400_000;
/** The answers to retries of staff are kept for so many days. */
const RETRY_DAYS = 7;
/** Rows, and work orders, that one transaction removes: others wait no longer than for that. */
const ROWS = 1000;
const WORK_ORDERS = 20;

/** Removes what is older than the desk keeps it; numbers and figures stay. `now` in epoch ms. */
export async function retain(database: Database, days: RetentionDays, now: number): Promise<void> {
  const before = (count: number): number => now - count * DAY;
  for (const table of ['turns', 'activity_log'] as const)
    await removeOlder(database, table, before(days.transcriptDays));
  for (const table of ['question_log', 'votes', 'form_log', 'awaited_answers'] as const)
    await removeOlder(database, table, before(days.keepDays));
  await removeOlder(database, 'staff_requests', before(RETRY_DAYS));
  await forgetReferences(database.db, before(days.keepDays));
  await inBatches(database, (tx) => removeTranscripts(tx, before(days.transcriptDays)));
  await inBatches(database, (tx) => removeFiles(tx, before(days.attachmentDays)));
  await inBatches(database, (tx) => eraseEnded(tx, before(days.keepDays)));
}

type Aging =
  | 'turns'
  | 'activity_log'
  | 'question_log'
  | 'votes'
  | 'form_log'
  | 'awaited_answers'
  | 'staff_requests';

/** A slice of the oldest at a time. */
const removeOlder = ({ db }: Database, table: Aging, before: number): Promise<number> =>
  sliceBySlice(async () => {
    const older = db.selectFrom(table).select('at').where('at', '<', before);
    const last = await older
      .orderBy('at')
      .offset(ROWS - 1)
      .limit(1)
      .executeTakeFirst();
    const slice = db.deleteFrom(table).where('at', '<=', last?.at ?? before - 1);
    return Number((await slice.executeTakeFirst()).numDeletedRows);
  });

/** `remove` gives how many work orders it took; none is the end. */
const inBatches = (database: Database, remove: (tx: Tx) => Promise<number>): Promise<number> =>
  sliceBySlice(() => database.transaction('normal', remove));

const ended = (tx: Tx, before: number) =>
  tx
    .selectFrom('work_orders')
    .select('work_orders.number')
    .where('status', 'in', ['closed', 'withdrawn'])
    .where('updated_at', '<', before)
    .limit(WORK_ORDERS);

async function removeTranscripts(tx: Tx, before: number): Promise<number> {
  const rows = await ended(tx, before)
    .innerJoin('continuity', 'continuity.number', 'work_orders.number')
    .execute();
  for (const { number } of rows) await tx.deleteFrom('continuity').where('number', '=', number).execute();
  return rows.length;
}

async function removeFiles(tx: Tx, before: number): Promise<number> {
  const rows = await ended(tx, before)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('uploads')
          .select('uploads.id')
          .whereRef('uploads.owner_number', '=', 'work_orders.number'),
      ),
    )
    .execute();
  for (const { number } of rows) await eraseFiles(tx, number);
  return rows.length;
}

async function eraseEnded(tx: Tx, before: number): Promise<number> {
  const rows = await ended(tx, before).where('requester_id', 'not like', 'erased/%').execute();
  for (const { number } of rows) await eraseWorkOrders(tx, [number], `erased/${randomUUID()}`);
  return rows.length;
}

/** Where a conversation is reached, unless one of its work orders may still have something to tell. */
async function forgetReferences(db: Db, before: number): Promise<void> {
  await db
    .deleteFrom('conversation_references')
    .where('at', '<', before)
    .where('conversation_id', 'not in', (eb) =>
      eb
        .selectFrom('work_orders')
        .select('work_orders.conversation_id')
        .where('status', 'not in', ['closed', 'withdrawn']),
    )
    .execute();
}
