import type { Command } from '../conversation/command.ts';
import type { TurnRecord } from '../conversation/stores.ts';
import { fileIds } from '../work-orders/fields/attachment.ts';
import { schemaOf } from '../work-orders/fields/field-codecs.ts';
import type { DueTimes } from '../work-orders/service-level.ts';
import { type TimerRules, timersAfter } from '../work-orders/timers.ts';
import type { ServiceLevel, WorkOrder, WorkOrderEvent } from '../work-orders/work-order.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { putContact } from './contacts.ts';
import { putContinuity } from './continuity.ts';
import { enqueue, setTimers } from './outbox-rows.ts';
import { pinnedType } from './pinned-types.ts';
import type { Tx } from './schema.ts';
import { storable } from './text.ts';
import { appendEvents, fromWorkOrder } from './work-order-rows.ts';

export type FileCommand = Command & { readonly kind: 'file' };

export interface FilingRules {
  /** A fresh number; one that is taken is asked for again. */
  readonly newNumber: () => string;
  readonly dueTimes: (serviceLevel: ServiceLevel, at: number) => DueTimes;
  /** For what becomes of it later: the desk's calendar and days as they stand now. */
  readonly timerRules: () => TimerRules;
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
  const type = await pinnedType(tx, command.typeHash);
  if (type) holdToSchema(type, command);
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
  await setTimers(tx, workOrder, timersAfter(undefined, workOrder, turn.at, rules.timerRules()));
  await claimUploads(tx, workOrder, type);
  if (command.contact) await putContact(tx, workOrder.number, command.contact);
  if (command.background) await putContinuity(tx, workOrder.number, command.background, turn);
  return workOrder;
}

/** The last line of defence: nothing is filed that its own type would not take. Names no value. */
function holdToSchema(type: WorkOrderType, { fields, formId }: FileCommand): void {
  const fault = schemaOf(type).safeParse(fields).error?.issues[0];
  if (fault === undefined) return;
  throw new Error(
    `The form ${formId} does not fit its type "${type.id}" at ${fault.path.join('.')}: ${fault.message}. ` +
      'Nothing was filed and the draft stays; report this as a fault of Firstline.',
  );
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

export async function insertNumbered(
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
async function claimUploads(
  tx: Tx,
  { number, requesterId, fields }: WorkOrder,
  type: WorkOrderType | undefined,
): Promise<void> {
  const attachments = type?.fields.filter((field) => field.kind === 'attachment') ?? [];
  const ids = attachments.flatMap((field) => fileIds(fields[field.id] ?? ''));
  if (ids.length === 0) return;
  await tx
    .updateTable('uploads')
    .set({ owner_number: number, expires: null })
    .where('id', 'in', ids)
    .where('requester_id', '=', requesterId)
    .where('owner_number', 'is', null)
    .execute();
}
