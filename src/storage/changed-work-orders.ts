import type { ChangedWorkOrder, ChangedWorkOrders, ChangePayload } from '../notifications/changes.ts';
import { contactOf } from './contacts.ts';
import { pinnedType } from './pinned-types.ts';
import type { Db } from './schema.ts';
import { toEvent, toWorkOrder } from './work-order-rows.ts';

/** What has to be told of a change, read when it is told: an address or a field may be gone by then. */
export const changedWorkOrders = (db: Db): ChangedWorkOrders => ({
  read: (change) => read(db, change),
  unconfirmed: (address, since) => unconfirmed(db, address, since),
});

async function read(
  db: Db,
  { number, firstVersion, lastVersion }: ChangePayload,
): Promise<ChangedWorkOrder | undefined> {
  // Side by side: on Postgres one after the other would be three ways there and back.
  const [row, events, contact] = await Promise.all([
    db.selectFrom('work_orders').selectAll().where('number', '=', number).executeTakeFirst(),
    eventsOf(db, number, firstVersion, lastVersion),
    contactOf(db, number),
  ]);
  if (row === undefined) return undefined;
  const type = await pinnedType(db, row.type_hash);
  return { workOrder: toWorkOrder(row), events: events.map(toEvent), type, contact };
}

const eventsOf = (db: Db, number: string, firstVersion: number, lastVersion: number) =>
  db
    .selectFrom('work_order_events')
    .selectAll()
    .where('number', '=', number)
    .where('version', '>=', firstVersion)
    .where('version', '<=', lastVersion)
    .orderBy('version')
    .execute();

async function unconfirmed(db: Db, address: string, since: number): Promise<number> {
  const row = await db
    .selectFrom('contacts')
    .innerJoin('work_orders', 'work_orders.number', 'contacts.number')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('address', '=', address)
    .where('verified_at', 'is', null)
    .where('filed_at', '>', since)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
