import type { RawBuilder } from 'kysely';
import type { OwnWorkOrders } from '../conversation/stores.ts';
import type { WorkOrderEvent } from '../work-orders/work-order.ts';
import { type Placeholder, prepared } from './prepared.ts';
import { spokenFor } from './requester-bindings.ts';
import type { Db, WorkOrderRow } from './schema.ts';
import { toEvent, toWorkOrder } from './work-order-rows.ts';

const LISTED = 50;

/** A requester's own work orders and those that they were let into; every query carries the requester. */
export function ownWorkOrders(db: Db): OwnWorkOrders {
  const listed = prepared((value: Placeholder<{ requesterId: string }>) => listOf(db, value('requesterId')));
  return {
    list: async (requesterId) => (await listed(db, { requesterId })).rows.map(toWorkOrder),
    history: (requesterId, number) => history(db, requesterId, number),
  };
}

const columns = [
  'number',
  'type',
  'type_title',
  'type_hash',
  'requester_id',
  'conversation_id',
  'status',
  'priority',
  'queue',
  'fields',
  'subject',
  'filed_at',
  'first_response_due',
  'resolution_due',
  'updated_at',
  'version',
  'assignee',
  'paused_at',
  'responded_at',
  'resolved_at',
  'warned',
  'breached',
  'rating',
  'rating_comment',
  'follow_up_of',
  'references_elsewhere',
] as const satisfies readonly (keyof WorkOrderRow)[];

const listOf = (db: Db, requesterId: RawBuilder<string>) =>
  db
    .selectFrom('work_orders')
    .select(columns)
    .where('requester_id', 'in', spokenFor(db, requesterId))
    .orderBy((eb) => eb.case().when('status', 'in', ['closed', 'withdrawn']).then(1).else(0).end())
    .orderBy('filed_at', 'desc')
    .orderBy('number')
    .limit(LISTED);

/** Empty for somebody else's number as for one that never was. Notes for staff are left out. */
async function history(db: Db, requesterId: string, number: string): Promise<readonly WorkOrderEvent[]> {
  const rows = await db
    .selectFrom('work_order_events')
    .innerJoin('work_orders', 'work_orders.number', 'work_order_events.number')
    .selectAll('work_order_events')
    .where('work_orders.requester_id', 'in', spokenFor(db, requesterId))
    .where('work_order_events.number', '=', number)
    .orderBy('work_order_events.version')
    .execute();
  return rows.map(toEvent).filter(({ change }) => change.kind !== 'comment' || change.audience !== 'staff');
}
