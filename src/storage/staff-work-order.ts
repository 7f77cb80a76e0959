import type { AttachmentFile, Receipt, WorkOrderDetail, WorkOrderSummary } from '../staff/ports.ts';
import type { Field } from '../work-orders/field.ts';
import { allowed } from '../work-orders/lifecycle.ts';
import type { WorkOrder } from '../work-orders/work-order.ts';
import { contactOf } from './contacts.ts';
import { continuityOf } from './continuity.ts';
import { pinnedType } from './pinned-types.ts';
import type { Db, WorkOrderRow } from './schema.ts';
import { toEvent, toWorkOrder } from './work-order-rows.ts';

const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | null | undefined): string | null => (at == null ? null : iso(at));

/** One line of a list; `now` in epoch ms. */
export function toSummary(row: WorkOrderRow, now: number): WorkOrderSummary {
  return {
    number: row.number,
    version: row.version,
    status: row.status,
    priority: row.priority,
    queue: row.queue,
    type: row.type,
    typeTitle: row.type_title,
    assignee: row.assignee,
    requester: row.requester_id,
    subject: row.subject,
    filedAt: iso(row.filed_at),
    updatedAt: iso(row.updated_at),
    firstResponseDue: iso(row.first_response_due),
    resolutionDue: iso(row.resolution_due),
    respondedAt: isoOrNull(row.responded_at),
    resolvedAt: isoOrNull(row.resolved_at),
    overdue: isOverdue(row, now),
  };
}

function isOverdue(row: WorkOrderRow, now: number): boolean {
  const unanswered = row.responded_at === null && row.first_response_due < now;
  return row.paused_at === null && (row.resolution_due < now || unanswered);
}

/** Without personal data: it is kept for retries. */
export const toReceipt = (workOrder: WorkOrder): Receipt => ({
  number: workOrder.number,
  version: workOrder.version,
  status: workOrder.status,
  priority: workOrder.priority,
  queue: workOrder.queue,
  type: workOrder.type,
  assignee: workOrder.assignee ?? null,
  updatedAt: iso(workOrder.updatedAt),
});

/** All that is known of one; `now` in epoch ms. */
export async function findWorkOrder(
  db: Db,
  number: string,
  now: number,
): Promise<WorkOrderDetail | undefined> {
  const row = await db.selectFrom('work_orders').selectAll().where('number', '=', number).executeTakeFirst();
  if (row === undefined) return undefined;
  const workOrder = toWorkOrder(row);
  const { deeds, moves } = allowed('staff', workOrder);
  const contact = await contactOf(db, number);
  return {
    ...toSummary(row, now),
    fields: await fieldsOf(db, workOrder),
    contact: contact === undefined ? null : { ...contact, verifiedAt: isoOrNull(contact.verifiedAt) },
    rating: row.rating === null ? null : { score: row.rating, comment: row.rating_comment },
    followUpOf: row.follow_up_of,
    references: (workOrder.references ?? []).map(({ system, reference }) => ({ system, reference })),
    breached: [...(workOrder.breached ?? [])],
    allowed: { deeds: [...deeds], moves: [...moves] },
    attachments: await attachmentsOf(db, number),
    timeline: await timelineOf(db, number),
    continuity: await continuityIn(db, number),
  };
}

/** In the order of the type; a field that its definition does not know counts as sensitive. */
async function fieldsOf(db: Db, { fields, typeHash }: WorkOrder): Promise<WorkOrderDetail['fields']> {
  const type = await pinnedType(db, typeHash);
  const known: readonly Field[] = type?.fields ?? [];
  const others = Object.keys(fields).filter((id) => !known.some((field) => field.id === id));
  return [
    ...known.map(({ id, label, sensitive }) => ({ id, label, sensitive })),
    ...others.map((id) => ({ id, label: id, sensitive: true })),
  ].flatMap((field) => {
    const value = fields[field.id];
    return value === undefined ? [] : [{ ...field, value }];
  });
}

async function attachmentsOf(db: Db, number: string): Promise<WorkOrderDetail['attachments']> {
  const rows = await db
    .selectFrom('uploads')
    .select(['id', 'name', 'type', 'bytes'])
    .where('owner_number', '=', number)
    .orderBy('id')
    .execute();
  return rows.map(({ id, name, type, bytes }) => ({
    ...{ id, name, contentType: type, bytes },
    href: `/api/work-orders/${number}/attachments/${encodeURIComponent(id)}`,
  }));
}

async function timelineOf(db: Db, number: string): Promise<WorkOrderDetail['timeline']> {
  const rows = await db
    .selectFrom('work_order_events')
    .selectAll()
    .where('number', '=', number)
    .orderBy('version')
    .execute();
  return rows.map(toEvent).map(({ version, at, actor, change }) => ({
    ...{ version, at: iso(at), actor },
    change: { ...change },
  }));
}

async function continuityIn(db: Db, number: string): Promise<WorkOrderDetail['continuity']> {
  const kept = await continuityOf(db, number);
  if (kept === undefined) return null;
  return {
    question: kept.question,
    shown: kept.shown.map(({ article, confidence, vote }) => ({ article, confidence, vote: vote ?? null })),
    revision: kept.revision ?? null,
    removed: [...kept.removed],
    transcript: kept.transcript.map(({ at, by, text }) => ({ at: iso(at), by, text })),
  };
}

export async function attachmentOf(db: Db, number: string, id: string): Promise<AttachmentFile | undefined> {
  const row = await db
    .selectFrom('uploads')
    .select(['name', 'type', 'content'])
    .where('id', '=', id)
    .where('owner_number', '=', number)
    .executeTakeFirst();
  return row && { name: row.name, contentType: row.type, content: new Uint8Array(row.content) };
}
