import type { ChangedWorkOrder, ChangedWorkOrders, ChangePayload } from '../notifications/changes.ts';
import { contactOf } from './contacts.ts';
import { pinnedType } from './pinned-types.ts';
import type { Db } from './schema.ts';
import { toEvent, toWorkOrder } from './work-order-rows.ts';

/** What has to be told of a change, read when it is told: an address or a field may be gone by then. */
export const changedWorkOrders = (db: Db): ChangedWorkOrders => ({ read: (change) => read(db, change) });

async function read(
  db: Db,
  { number, firstVersion, lastVersion }: ChangePayload,
): Promise<ChangedWorkOrder | undefined> {
  const row = await db.selectFrom('work_orders').selectAll().where('number', '=', number).executeTakeFirst();
  if (row === undefined) return undefined;
  const events = await db
    .selectFrom('work_order_events')
    .selectAll()
    .where('number', '=', number)
    .where('version', '>=', firstVersion)
    .where('version', '<=', lastVersion)
    .orderBy('version')
    .execute();
  return {
    workOrder: toWorkOrder(row),
    events: events.map(toEvent),
    type: await pinnedType(db, row.type_hash),
    contact: await contactOf(db, number),
  };
}
