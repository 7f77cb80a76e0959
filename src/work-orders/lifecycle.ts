import type { Actor, Priority, Status, WorkOrder, WorkOrderEvent } from './work-order.ts';

type Change = WorkOrderEvent['change'];
type Role = Actor['role'];

/** What somebody wants to do with a work order. */
export type Act =
  /** `audience: 'staff'` is a note that the requester never sees; only staff may write one. */
  | { readonly kind: 'comment'; readonly text: string; readonly audience: 'requester' | 'staff' }
  | { readonly kind: 'escalate'; readonly reason: string }
  | { readonly kind: 'withdraw' }
  | { readonly kind: 'move'; readonly to: Status; readonly reason?: string };

export type Transition =
  | { readonly kind: 'done'; readonly workOrder: WorkOrder; readonly events: readonly WorkOrderEvent[] }
  | { readonly kind: 'refused' };

/** Where each role may move a work order by itself. Closed and withdrawn are final: one files anew. */
const MOVES: Readonly<Record<Role, Readonly<Record<Status, readonly Status[]>>>> = {
  staff: {
    new: ['open', 'pending', 'on-hold', 'resolved', 'closed'],
    open: ['pending', 'on-hold', 'resolved', 'closed'],
    pending: ['open', 'on-hold', 'resolved', 'closed'],
    'on-hold': ['open', 'pending', 'resolved', 'closed'],
    resolved: ['open', 'closed'],
    closed: [],
    withdrawn: [],
  },
  /** The desk itself, by a timer: what waited too long ends. */
  desk: {
    new: [],
    open: [],
    pending: ['resolved'],
    'on-hold': [],
    resolved: ['closed'],
    closed: [],
    withdrawn: [],
  },
  requester: {
    new: ['withdrawn'],
    open: ['withdrawn'],
    pending: ['withdrawn'],
    'on-hold': ['withdrawn'],
    resolved: ['withdrawn'],
    closed: [],
    withdrawn: [],
  },
};

/** Where a work order goes because somebody spoke; a status that is missing stays. */
const MOVED_BY_COMMENT: Readonly<Record<Role, Readonly<Partial<Record<Status, Status>>>>> = {
  // The requester answers what staff waited for, or says that it is not resolved.
  requester: { pending: 'open', resolved: 'open' },
  // The first response takes it up.
  staff: { new: 'open' },
  desk: {},
};

const MOVED_BY_ESCALATION: Readonly<Partial<Record<Status, Status>>> = { resolved: 'open' };

const FINAL: readonly Status[] = ['closed', 'withdrawn'];

/** At the top it stays there: the reason still reaches the desk. */
const RAISED: Readonly<Record<Priority, Priority>> = {
  low: 'normal',
  normal: 'high',
  high: 'urgent',
  urgent: 'urgent',
};

/** A work order that can no longer change. */
export function isFinal(status: Status): boolean {
  return FINAL.includes(status);
}

/** Whether the table of moves lets the role go there; what a menu offers. */
export function mayMove(role: Role, from: Status, to: Status): boolean {
  return MOVES[role][from].includes(to);
}

/** What an act makes of a work order. `at` in epoch ms. Whose work order it is, the caller has checked. */
export function transition(workOrder: WorkOrder, act: Act, actor: Actor, at: number): Transition {
  const changes = changesOf(workOrder, act, actor.role);
  if (changes.length === 0) return { kind: 'refused' };
  const events = changes.map((change, index) => ({
    number: workOrder.number,
    version: workOrder.version + index + 1,
    at,
    actor,
    change,
  }));
  return { kind: 'done', workOrder: events.reduce(project, workOrder), events };
}

/** The work order after an event: the projection, one step. */
export function project(workOrder: WorkOrder, event: WorkOrderEvent): WorkOrder {
  const touched = { ...workOrder, version: event.version, updatedAt: event.at };
  if (event.change.kind === 'status') return { ...touched, status: event.change.to };
  if (event.change.kind === 'escalated') return { ...touched, priority: event.change.to };
  return touched;
}

/** Empty: refused. */
function changesOf(workOrder: WorkOrder, act: Act, role: Role): readonly Change[] {
  switch (act.kind) {
    case 'comment':
      return commented(workOrder.status, act, role);
    case 'escalate':
      return escalated(workOrder, act.reason);
    case 'withdraw':
      return role === 'requester' ? moved(workOrder.status, 'withdrawn', role) : [];
    case 'move':
      return moved(workOrder.status, act.to, role, act.reason);
  }
}

function commented(status: Status, act: Act & { readonly kind: 'comment' }, role: Role): readonly Change[] {
  const comment: Change = { kind: 'comment', text: act.text, audience: act.audience };
  // A note is kept even after the end; it is for staff alone.
  if (act.audience === 'staff') return role === 'requester' ? [] : [comment];
  if (isFinal(status)) return [];
  return [comment, ...statusChange(status, MOVED_BY_COMMENT[role][status])];
}

function escalated({ status, priority }: WorkOrder, reason: string): readonly Change[] {
  if (isFinal(status)) return [];
  const change: Change = { kind: 'escalated', reason, from: priority, to: RAISED[priority] };
  return [change, ...statusChange(status, MOVED_BY_ESCALATION[status])];
}

function moved(from: Status, to: Status, role: Role, reason?: string): readonly Change[] {
  return mayMove(role, from, to) ? statusChange(from, to, reason) : [];
}

function statusChange(from: Status, to: Status | undefined, reason?: string): readonly Change[] {
  if (to === undefined) return [];
  return [{ kind: 'status', from, to, ...(reason === undefined ? {} : { reason }) }];
}
