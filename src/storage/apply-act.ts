import { type Act, type Allowed, applied, transition } from '../work-orders/lifecycle.ts';
import { dueAfter, serviceLevelOf } from '../work-orders/service-level.ts';
import { type TimerRules, timersAfter } from '../work-orders/timers.ts';
import type { Actor, WorkOrder, WorkOrderEvent } from '../work-orders/work-order.ts';
import type { Dialect } from './migrations/migrate.ts';
import { type DeliveryKind, enqueue, setTimers } from './outbox-rows.ts';
import { pinnedType } from './pinned-types.ts';
import { speaksFor } from './requester-bindings.ts';
import type { Tx } from './schema.ts';
import { appendEvents, lockedWorkOrder, writeProjection } from './work-order-rows.ts';

export interface ActContext {
  readonly dialect: Dialect;
  /** The desk's as it stands now. */
  readonly rules: () => TimerRules;
}

export interface ActRequest {
  readonly number: string;
  readonly act: Act;
  readonly actor: Actor;
  /** Epoch ms. */
  readonly at: number;
  /** The version that the actor saw; without it the act goes on whatever the work order has become. */
  readonly expectedVersion?: number;
  /** The requester who has to own it, or speak for its owner: another's number is answered like one that never was. */
  readonly owner?: string;
}

export type ActOutcome =
  | { readonly kind: 'done'; readonly workOrder: WorkOrder; readonly events: readonly WorkOrderEvent[] }
  | { readonly kind: 'refused'; readonly workOrder: WorkOrder; readonly allowed: Allowed }
  | { readonly kind: 'stale'; readonly version: number }
  | { readonly kind: 'not-found' };

/**
 * Does something with a work order: its events, its projection, what has to be told and what has to be
 * done later, in one transaction.
 */
export async function applyAct(
  tx: Tx,
  { dialect, rules }: ActContext,
  request: ActRequest,
): Promise<ActOutcome> {
  const workOrder = await lockedWorkOrder(tx, dialect, request.number);
  if (workOrder === undefined || !(await isFor(tx, workOrder, request.owner))) return { kind: 'not-found' };
  if ((request.expectedVersion ?? workOrder.version) !== workOrder.version)
    return { kind: 'stale', version: workOrder.version };
  const act = await routed(tx, workOrder, request.act);
  const outcome = transition(workOrder, act, request.actor, request.at);
  if (outcome.kind === 'refused') return { ...outcome, workOrder };
  const done = await withDueTimes(tx, workOrder, outcome, request, rules());
  await appendEvents(tx, done.events);
  await writeProjection(tx, done.workOrder);
  await enqueue(tx, DELIVERY[act.kind], done.events);
  await setTimers(tx, done.workOrder, timersAfter(workOrder, done.workOrder, request.at, rules()));
  return { kind: 'done', ...done };
}

const isFor = async (tx: Tx, { requesterId }: WorkOrder, owner: string | undefined): Promise<boolean> =>
  owner === undefined || speaksFor(tx, owner, requesterId);

/** An escalation goes to the queue that the work order's type names for it. */
async function routed(tx: Tx, workOrder: WorkOrder, act: Act): Promise<Act> {
  if (act.kind !== 'escalate' || act.queue !== undefined) return act;
  const queue = (await pinnedType(tx, workOrder.typeHash))?.escalationQueue;
  return queue === undefined ? act : { ...act, queue };
}

type Done = Pick<ActOutcome & { readonly kind: 'done' }, 'workOrder' | 'events'>;

/** One event more where the act moved what the desk had promised. */
async function withDueTimes(
  tx: Tx,
  before: WorkOrder,
  { workOrder, events }: Done,
  { actor, at }: ActRequest,
  { calendar }: TimerRules,
): Promise<Done> {
  const type = await pinnedType(tx, workOrder.typeHash);
  const level = type && serviceLevelOf(type, workOrder.priority);
  const due = dueAfter(before, workOrder, at, calendar, level);
  if (due.firstResponseDue === workOrder.firstResponseDue && due.resolutionDue === workOrder.resolutionDue)
    return { workOrder, events };
  const moved = applied(workOrder, [{ kind: 'due', ...due }], actor, at);
  return { workOrder: moved.workOrder, events: [...events, ...moved.events] };
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
