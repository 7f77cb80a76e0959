import type { Command } from '../conversation/command.ts';
import type { TurnRecord } from '../conversation/stores.ts';
import type { ServiceLevel, WorkOrder, WorkOrderEvent } from '../work-orders/work-order.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { enqueue } from './outbox-rows.ts';
import type { Tx } from './schema.ts';
import { storable } from './text.ts';
import { appendEvents, fromWorkOrder } from './work-order-rows.ts';

export type FileCommand = Command & { readonly kind: 'file' };

/** Epoch ms. */
export interface DueTimes {
  readonly firstResponseDue: number;
  readonly resolutionDue: number;
}

export interface FilingRules {
  /** A fresh number; one that is taken is asked for again. */
  readonly newNumber: () => string;
  readonly dueTimes: (serviceLevel: ServiceLevel, at: number) => DueTimes;
}

/** Numbers are random and plenty: as many collisions in a row mean that the generator is broken. */
const NUMBERS = 20;

/** Files a work order: its row, its first event, its outbox row, and its uploads are no longer temporary. */
export async function file(
  tx: Tx,
  rules: FilingRules,
  command: FileCommand,
  turn: TurnRecord,
): Promise<WorkOrder> {
  const workOrder = await insertNumbered(tx, rules, draft(rules, command, turn));
  const filed: WorkOrderEvent = {
    number: workOrder.number,
    version: workOrder.version,
    at: turn.at,
    actor: { role: 'requester', id: turn.requesterId },
    change: { kind: 'filed' },
  };
  await appendEvents(tx, [filed]);
  await enqueue(tx, 'work-order.filed', [filed]);
  await claimUploads(tx, workOrder);
  return workOrder;
}

function draft(rules: FilingRules, command: FileCommand, turn: TurnRecord): Omit<WorkOrder, 'number'> {
  const { firstResponseDue, resolutionDue } = rules.dueTimes(command.serviceLevel, turn.at);
  return {
    type: command.type,
    typeTitle: storable(command.typeTitle),
    typeHash: command.typeHash,
    requesterId: turn.requesterId,
    conversationId: turn.conversationId,
    status: 'new',
    priority: command.priority,
    queue: command.queue,
    fields: command.fields,
    subject: storable(command.subject),
    filedAt: turn.at,
    firstResponseDue,
    resolutionDue,
    updatedAt: turn.at,
    version: 1,
  };
}

async function insertNumbered(
  tx: Tx,
  rules: FilingRules,
  order: Omit<WorkOrder, 'number'>,
): Promise<WorkOrder> {
  for (let attempt = 0; attempt < NUMBERS; attempt++) {
    const workOrder = { ...order, number: rules.newNumber() };
    const result = await tx
      .insertInto('work_orders')
      .values(fromWorkOrder(workOrder))
      .onConflict((conflict) => conflict.column('number').doNothing())
      .executeTakeFirst();
    if (result.numInsertedOrUpdatedRows === 1n) return workOrder;
  }
  throw new Error(
    `Unexpected ${NUMBERS} taken work-order numbers in a row, expected newNumber() to be random`,
  );
}

/** Only the requester's own uploads that nothing owns yet: an id that somebody typed gives no one's file away. */
async function claimUploads(tx: Tx, { number, requesterId, typeHash, fields }: WorkOrder): Promise<void> {
  const attachments = await attachmentFields(tx, typeHash);
  const ids = attachments.flatMap((field) => (fields[field] ?? '').split(',')).filter((id) => id !== '');
  if (ids.length === 0) return;
  await tx
    .updateTable('uploads')
    .set({ owner_number: number, expires: null })
    .where('id', 'in', ids)
    .where('requester_id', '=', requesterId)
    .where('owner_number', 'is', null)
    .execute();
}

async function attachmentFields(tx: Tx, hash: string): Promise<readonly string[]> {
  const row = await tx
    .selectFrom('type_definitions')
    .select('definition')
    .where('hash', '=', hash)
    .executeTakeFirst();
  if (row === undefined) return [];
  const type: WorkOrderType = JSON.parse(row.definition);
  return type.fields.filter((field) => field.kind === 'attachment').map((field) => field.id);
}
