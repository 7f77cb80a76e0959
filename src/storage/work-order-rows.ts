import type { WorkOrder, WorkOrderEvent } from '../work-orders/work-order.ts';
import type { Dialect } from './migrations/migrate.ts';
import type { Tx, WorkOrderEventRow, WorkOrderRow } from './schema.ts';

export function toWorkOrder(row: WorkOrderRow): WorkOrder {
  const fields: WorkOrder['fields'] = JSON.parse(row.fields);
  return {
    number: row.number,
    type: row.type,
    typeTitle: row.type_title,
    typeHash: row.type_hash,
    requesterId: row.requester_id,
    conversationId: row.conversation_id,
    status: row.status,
    priority: row.priority,
    queue: row.queue,
    fields,
    subject: row.subject,
    filedAt: row.filed_at,
    firstResponseDue: row.first_response_due,
    resolutionDue: row.resolution_due,
    updatedAt: row.updated_at,
    version: row.version,
  };
}

export function fromWorkOrder(workOrder: WorkOrder): WorkOrderRow {
  return {
    number: workOrder.number,
    type: workOrder.type,
    type_title: workOrder.typeTitle,
    type_hash: workOrder.typeHash,
    requester_id: workOrder.requesterId,
    conversation_id: workOrder.conversationId,
    status: workOrder.status,
    priority: workOrder.priority,
    queue: workOrder.queue,
    fields: JSON.stringify(workOrder.fields),
    subject: workOrder.subject,
    filed_at: workOrder.filedAt,
    first_response_due: workOrder.firstResponseDue,
    resolution_due: workOrder.resolutionDue,
    updated_at: workOrder.updatedAt,
    version: workOrder.version,
  };
}

export function toEvent(row: WorkOrderEventRow): WorkOrderEvent {
  const change: WorkOrderEvent['change'] = JSON.parse(row.change);
  return {
    number: row.number,
    version: row.version,
    at: row.at,
    actor: { role: row.actor_role, id: row.actor_id },
    change,
  };
}

function fromEvent(event: WorkOrderEvent): WorkOrderEventRow {
  return {
    number: event.number,
    version: event.version,
    at: event.at,
    actor_role: event.actor.role,
    actor_id: event.actor.id,
    change: JSON.stringify(event.change),
  };
}

/** The work order, kept from other changes until the transaction ends. */
export async function lockedWorkOrder(
  tx: Tx,
  dialect: Dialect,
  number: string,
): Promise<WorkOrder | undefined> {
  const row = await tx
    .selectFrom('work_orders')
    .selectAll()
    .where('number', '=', number)
    .$if(dialect === 'postgres', (query) => query.forUpdate())
    .executeTakeFirst();
  return row && toWorkOrder(row);
}

export async function appendEvents(tx: Tx, events: readonly WorkOrderEvent[]): Promise<void> {
  await tx.insertInto('work_order_events').values(events.map(fromEvent)).execute();
}

/** Writes the projection of events that were just appended. */
export async function writeProjection(tx: Tx, workOrder: WorkOrder): Promise<void> {
  const { status, priority, updated_at, version } = fromWorkOrder(workOrder);
  await tx
    .updateTable('work_orders')
    .set({ status, priority, updated_at, version })
    .where('number', '=', workOrder.number)
    .execute();
}
