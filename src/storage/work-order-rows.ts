import type { WorkOrder, WorkOrderEvent } from '../work-orders/work-order.ts';
import type { Dialect } from './migrations/migrate.ts';
import type { Tx, WorkOrderEventRow, WorkOrderRow } from './schema.ts';
import { indexEvents } from './staff-search-text.ts';

export function toWorkOrder(row: WorkOrderRow): WorkOrder {
  const fields: WorkOrder['fields'] = JSON.parse(row.fields);
  const warned: WorkOrder['warned'] = parsed(row.warned);
  const breached: WorkOrder['breached'] = parsed(row.breached);
  const references: WorkOrder['references'] = parsed(row.references_elsewhere);
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
    assignee: row.assignee ?? undefined,
    pausedAt: row.paused_at ?? undefined,
    respondedAt: row.responded_at ?? undefined,
    resolvedAt: row.resolved_at ?? undefined,
    warned,
    breached,
    rating: ratingOf(row),
    followUpOf: row.follow_up_of ?? undefined,
    references,
  };
}

const parsed = (json: string | null) => (json === null ? undefined : JSON.parse(json));

function ratingOf({ rating, rating_comment }: WorkOrderRow): WorkOrder['rating'] {
  if (rating === null) return undefined;
  return { score: rating, ...(rating_comment === null ? {} : { comment: rating_comment }) };
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
    assignee: workOrder.assignee ?? null,
    paused_at: workOrder.pausedAt ?? null,
    responded_at: workOrder.respondedAt ?? null,
    resolved_at: workOrder.resolvedAt ?? null,
    warned: written(workOrder.warned),
    breached: written(workOrder.breached),
    rating: workOrder.rating?.score ?? null,
    rating_comment: workOrder.rating?.comment ?? null,
    follow_up_of: workOrder.followUpOf ?? null,
    references_elsewhere: written(workOrder.references),
  };
}

const written = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

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
  await indexEvents(tx, events);
}

/** Writes the projection of events that were just appended. */
export async function writeProjection(tx: Tx, workOrder: WorkOrder): Promise<void> {
  await tx
    .updateTable('work_orders')
    .set(fromWorkOrder(workOrder))
    .where('number', '=', workOrder.number)
    .execute();
}
