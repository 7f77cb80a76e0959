import type { Command } from '../conversation/command.ts';
import { allowed, applied, mayDo } from '../work-orders/lifecycle.ts';
import { serviceLevelOf } from '../work-orders/service-level.ts';
import { timersAfter } from '../work-orders/timers.ts';
import type { Actor, Change, WorkOrder } from '../work-orders/work-order.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { type ActOutcome, applyAct } from './apply-act.ts';
import type { CommandContext } from './command-context.ts';
import { giveUploads, ownUploads } from './comment-uploads.ts';
import { contactOf, putContact } from './contacts.ts';
import { insertNumbered } from './filing.ts';
import { enqueue, setTimers } from './outbox-rows.ts';
import { pinnedType } from './pinned-types.ts';
import { speaksFor } from './requester-bindings.ts';
import { appendEvents, lockedWorkOrder, writeProjection } from './work-order-rows.ts';

type FollowUp = Command & { readonly kind: 'follow-up' };

/**
 * Files a work order that goes on with a closed one: the same type, the same values, the same address, and
 * what the requester has to say. Both histories tell of it.
 */
export async function followUp(context: CommandContext, command: FollowUp): Promise<ActOutcome> {
  const { tx, dialect, rules, turn } = context;
  const closed = await lockedWorkOrder(tx, dialect, command.number);
  const type = closed && (await pinnedType(tx, closed.typeHash));
  if (!closed || !type || !(await speaksFor(tx, turn.requesterId, closed.requesterId)))
    return { kind: 'not-found' };
  if (!mayDo('requester', 'follow-up', closed))
    return { kind: 'refused', workOrder: closed, allowed: allowed('requester', closed) };
  const next = await insertNumbered(tx, rules, draft(context, closed, type));
  const actor: Actor = { role: 'requester', id: turn.requesterId };
  const act = { kind: 'follow-up', by: next.number } as const;
  const request = { number: closed.number, act, actor, at: turn.at };
  await applyAct(tx, { dialect, rules: rules.timerRules }, request);
  return begin(context, command, next, actor);
}

/** Its files stay with the closed one: a file belongs to one work order. No event is part of it yet. */
function draft(
  { rules, turn }: CommandContext,
  closed: WorkOrder,
  type: WorkOrderType,
): Omit<WorkOrder, 'number'> {
  const files = type.fields.filter(({ kind }) => kind === 'attachment').map(({ id }) => id);
  return {
    type: closed.type,
    typeTitle: closed.typeTitle,
    typeHash: closed.typeHash,
    requesterId: closed.requesterId,
    conversationId: turn.conversationId,
    status: 'new',
    priority: type.priority,
    queue: type.queue,
    fields: Object.fromEntries(Object.entries(closed.fields).filter(([id]) => !files.includes(id))),
    subject: closed.subject,
    filedAt: turn.at,
    ...rules.dueTimes(serviceLevelOf(type, type.priority), turn.at),
    updatedAt: turn.at,
    version: 0,
    followUpOf: closed.number,
  };
}

/** Its first events: that it goes on with the other, and what was said. */
async function begin(
  { tx, rules, turn }: CommandContext,
  command: FollowUp,
  next: WorkOrder,
  actor: Actor,
): Promise<ActOutcome> {
  const uploads = await ownUploads(tx, command.uploads ?? [], turn);
  const comment = { kind: 'comment', text: command.text, audience: 'requester' } as const;
  const changes: readonly Change[] = [
    { kind: 'filed', followUpOf: command.number },
    uploads.length > 0 ? { ...comment, uploads } : comment,
  ];
  const { workOrder, events } = applied(next, changes, actor, turn.at);
  await appendEvents(tx, events);
  await writeProjection(tx, workOrder);
  await giveUploads(tx, uploads, workOrder.number);
  const contact = await contactOf(tx, command.number);
  if (contact) await putContact(tx, workOrder.number, { address: contact.address, vouched: false });
  await enqueue(tx, 'work-order.filed', events);
  await setTimers(tx, workOrder, timersAfter(undefined, workOrder, turn.at, rules.timerRules()));
  return { kind: 'done', workOrder, events };
}
