import { sql } from 'kysely';
import type { Claim, Delivery, Lease, NewDelivery, Outbox, Settled } from '../notifications/outbox.ts';
import type { Database } from './database.ts';
import { notWaiting } from './light-write.ts';
import { noteOutbox } from './outbox-bell.ts';
import { dueRow } from './outbox-rows.ts';
import type { Db, OutboxRow, Tx } from './schema.ts';
import { sliceBySlice } from './slice-by-slice.ts';

/** A delivery as staff see it. */
export interface DeliveryView {
  readonly id: string;
  readonly kind: string;
  readonly state: DeliveryState;
  readonly attempt: number;
  /** Epoch ms: when it is due next, or was due last. */
  readonly notBefore: number;
  /** Why the last attempt failed; without personal data. */
  readonly error: string | undefined;
}

export type DeliveryState = 'waiting' | 'dead' | 'done';

export interface OutboxStore extends Outbox {
  /** In the order in which they are due; timers are among the waiting. */
  readonly list: (filter: {
    readonly state: DeliveryState;
    /** Default: all. */
    readonly kinds?: readonly string[];
    readonly limit: number;
  }) => Promise<readonly DeliveryView[]>;
  /** Begins anew with a dead one, at once; a webhook that was switched off is on again. */
  readonly retry: (id: string) => Promise<'retried' | 'not-dead' | 'not-found'>;
  /** Switches a destination off: its receiver said that it is gone. */
  readonly disable: (destination: string) => Promise<void>;
  readonly isDisabled: (destination: string) => Promise<boolean>;
  /** Removes what was delivered more than 30 days ago. Dead ones stay until somebody retries them. */
  readonly sweep: () => Promise<void>;
}

const KEPT = 30 * 86_400_000;

/** The relay's side of the outbox, and staff's. `now` in epoch ms. */
export function createOutbox(database: Database, now: () => number): OutboxStore {
  const { db } = database;
  const settle = (delivery: Delivery, change: Settlement, also: readonly NewDelivery[] = []) =>
    database.transaction('normal', (tx) => settleRow(tx, delivery, change, also, now()));
  return {
    claim: (claim) => claimDue(database, claim, now()),
    comeBack: (limits) => database.transaction('normal', (tx) => comeBack(tx, limits, now())),
    renew: (delivery, leaseMs) => settle(delivery, { lease: now() + leaseMs }),
    complete: (delivery, also) => settle(delivery, { done: 1, lease: 0, error: null }, also),
    fail: (delivery, { error, notBefore }, also) =>
      settle(delivery, { lease: 0, error, not_before: notBefore }, also),
    dead: (delivery, error, also) => settle(delivery, { done: 1, dead: 1, lease: 0, error }, also),
    list: (filter) => list(database, filter),
    retry: (id) => database.transaction('full', (tx) => retry(tx, id, now())),
    disable: async (destination) => {
      const row = { destination, at: now() };
      await db
        .insertInto('disabled_webhooks')
        .values(row)
        .onConflict((c) => c.doNothing())
        .execute();
    },
    isDisabled: async (destination) => {
      const query = db.selectFrom('disabled_webhooks').select('at').where('destination', '=', destination);
      return (await query.executeTakeFirst()) !== undefined;
    },
    sweep: async () => void (await sliceBySlice(() => removeDelivered(db, now() - KEPT))),
  };
}

/** So many are removed in one go. */
const SLICE = 1000;

async function removeDelivered(db: Db, before: number): Promise<number> {
  const delivered = db.selectFrom('outbox').select('id').where('done', '=', 1).where('dead', '=', 0);
  const some = delivered.where('not_before', '<', before).limit(SLICE);
  const { numDeletedRows } = await db.deleteFrom('outbox').where('id', 'in', some).executeTakeFirst();
  return Number(numDeletedRows);
}

type Settlement = Partial<Pick<OutboxRow, 'lease' | 'done' | 'error' | 'not_before'>> & {
  readonly dead?: number;
};

const quick = notWaiting.as('quick');

async function claimDue(
  database: Database,
  { owner, kinds, limit, leaseMs, underWay = [] }: Claim,
  at: number,
): Promise<readonly Delivery[]> {
  const { db, dialect } = database;
  const due = db
    .selectFrom('outbox')
    .select('id')
    .where('done', '=', 0)
    .where('not_before', '<=', at)
    .where('lease', '<=', at)
    .where('kind', 'in', kinds)
    .$if(underWay.length > 0, (query) => query.where('id', 'not in', underWay))
    .orderBy('not_before')
    .orderBy('id');
  if (limit === 0) return [];
  // Most looks find nothing. On SQLite a look takes no write lock; on Postgres none is taken for nothing.
  if (dialect === 'sqlite' && (await due.limit(1).executeTakeFirst()) === undefined) return [];
  const mine = due
    .limit(limit)
    .$if(dialect === 'postgres', (query) => query.select(quick).forUpdate().skipLocked());
  const claiming = (tx: Db) =>
    tx
      // A CTE: Postgres may run a plain subquery again for each row, and lock more than the limit.
      .with('mine', () => mine)
      .updateTable('outbox')
      .set({
        lease: at + leaseMs,
        lease_owner: owner,
        fence: sql<number>`fence + 1`,
        attempt: sql<number>`attempt + 1`,
      })
      .where('id', 'in', (eb) => eb.selectFrom('mine').select('mine.id'))
      .returning(['id', 'kind', 'payload', 'attempt', 'fence', 'not_before'])
      .execute();
  // One statement is a transaction of its own on Postgres: begin and commit would be two ways there and back.
  const rows = await (dialect === 'postgres' ? claiming(db) : database.transaction('normal', claiming));
  return rows
    .toSorted((a, b) => a.not_before - b.not_before || (a.id < b.id ? -1 : 1))
    .map((row) => toDelivery(row, owner));
}

async function comeBack(
  tx: Tx,
  { pauseMs, leaseMs }: Parameters<Outbox['comeBack']>[0],
  at: number,
): Promise<void> {
  const open = tx.updateTable('outbox').where('done', '=', 0);
  await open
    .set({ not_before: at })
    .where('kind', 'not like', 'timer.%')
    .where((eb) =>
      eb.or([
        eb.and([eb('attempt', '=', 0), eb('not_before', '>', at)]),
        eb('not_before', '>', at + pauseMs),
      ]),
    )
    .execute();
  await open
    .set({ lease: 0 })
    .where('lease', '>', at + 2 * leaseMs)
    .execute();
}

function toDelivery(
  row: Pick<OutboxRow, 'id' | 'kind' | 'payload' | 'attempt'> & { readonly fence: number },
  owner: string,
): Delivery {
  const payload: unknown = JSON.parse(row.payload);
  const lease: Lease = { owner, fence: row.fence };
  return { id: row.id, kind: row.kind, payload, attempt: row.attempt, lease };
}

/** Only by who holds it: the fence has moved on where another relay claimed it since. */
async function settleRow(
  tx: Tx,
  { id, lease }: Delivery,
  change: Settlement,
  also: readonly NewDelivery[],
  at: number,
): Promise<Settled> {
  const { numUpdatedRows } = await tx
    .updateTable('outbox')
    .set(change)
    .where('id', '=', id)
    .where('lease_owner', '=', lease.owner)
    .where('fence', '=', lease.fence)
    .where('done', '=', 0)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return 'lost';
  await addDeliveries(tx, also, at);
  return 'settled';
}

/** Written twice under one id, a delivery is there once. */
export async function addDeliveries(tx: Tx, added: readonly NewDelivery[], at: number): Promise<void> {
  if (added.length === 0) return;
  noteOutbox(tx);
  const rows = added.map(({ id, kind, payload, notBefore = at }) => dueRow(id, kind, payload, notBefore));
  await tx
    .insertInto('outbox')
    .values(rows)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

async function list(
  { db }: Database,
  { state, kinds, limit }: Parameters<OutboxStore['list']>[0],
): Promise<readonly DeliveryView[]> {
  const rows = await db
    .selectFrom('outbox')
    .select(['id', 'kind', 'attempt', 'not_before', 'error'])
    .where('done', '=', state === 'waiting' ? 0 : 1)
    .where('dead', '=', state === 'dead' ? 1 : 0)
    .$if(kinds !== undefined, (query) => query.where('kind', 'in', kinds ?? []))
    .orderBy('not_before')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id, kind, attempt, not_before, error }) => ({
    ...{ id, kind, state, attempt },
    notBefore: not_before,
    error: error ?? undefined,
  }));
}

async function retry(tx: Tx, id: string, at: number): Promise<'retried' | 'not-dead' | 'not-found'> {
  const row = await tx
    .updateTable('outbox')
    .set({ done: 0, dead: 0, attempt: 0, lease: 0, not_before: at })
    .where('id', '=', id)
    .where('dead', '=', 1)
    .returning('payload')
    .executeTakeFirst();
  noteOutbox(tx);
  if (row === undefined) return (await exists(tx, id)) ? 'not-dead' : 'not-found';
  const payload: unknown = JSON.parse(row.payload);
  if (typeof payload === 'object' && payload !== null && 'destination' in payload)
    await tx.deleteFrom('disabled_webhooks').where('destination', '=', String(payload.destination)).execute();
  return 'retried';
}

const exists = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.selectFrom('outbox').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
