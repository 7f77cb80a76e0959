import { type Act, type Allowed, transition } from '../work-orders/lifecycle.ts';
import type { Actor, WorkOrder, WorkOrderEvent } from '../work-orders/work-order.ts';
import type { Dialect } from './migrations/migrate.ts';
import { type DeliveryKind, enqueue } from './outbox-rows.ts';
import type { Tx } from './schema.ts';
import { appendEvents, lockedWorkOrder, writeProjection } from './work-order-rows.ts';

export interface ActRequest {
  readonly number: string;
  readonly act: Act;
  readonly actor: Actor;
  /** Epoch ms. */
  readonly at: number;
  /** The version that the actor saw; without it the act goes on whatever the work order has become. */
  readonly expectedVersion?: number;
  /** The requester who has to own it: another's number is answered like one that never was. */
  readonly owner?: string;
}

export type ActOutcome =
  | { readonly kind: 'done'; readonly workOrder: WorkOrder; readonly events: readonly WorkOrderEvent[] }
  | { readonly kind: 'refused'; readonly workOrder: WorkOrder; readonly allowed: Allowed }
  | { readonly kind: 'stale'; readonly version: number }
  | { readonly kind: 'not-found' };

/** Does something with a work order: its events, its projection and what has to be told, in one transaction. */
export async function applyAct(tx: Tx, dialect: Dialect, request: ActRequest): Promise<ActOutcome> {
  const workOrder = await lockedWorkOrder(tx, dialect, request.number);
  if (workOrder === undefined || (request.owner ?? workOrder.requesterId) !== workOrder.requesterId)
    return { kind: 'not-found' };
  if ((request.expectedVersion ?? workOrder.version) !== workOrder.version)
    return { kind: 'stale', version: workOrder.version };
  const outcome = transition(workOrder, request.act, request.actor, request.at);
  if (outcome.kind === 'refused') return { ...outcome, workOrder };
  await appendEvents(tx, outcome.events);
  await writeProjection(tx, outcome.workOrder);
  await enqueue(tx, DELIVERY[request.act.kind], outcome.events);
  return outcome;
}

const DELIVERY: Readonly<Record<Act['kind'], DeliveryKind>> = {
  comment: 'work-order.commented',
  ask: 'work-order.asked',
  escalate: 'work-order.escalated',
  withdraw: 'work-order.withdrawn',
  reopen: 'work-order.reopened',
  move: 'work-order.moved',
  assign: 'work-order.assigned',
  prioritise: 'work-order.prioritised',
  route: 'work-order.routed',
  retype: 'work-order.retyped',
  rate: 'work-order.rated',
  refer: 'work-order.referred',
  'follow-up': 'work-order.followed-up',
  warn: 'work-order.warned',
  breach: 'work-order.breached',
  remind: 'work-order.reminded',
};
