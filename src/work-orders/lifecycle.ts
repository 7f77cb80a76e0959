import { project } from './projection.ts';
import type {
  Actor,
  Change,
  Priority,
  Rating,
  Reference,
  Status,
  Target,
  WorkOrder,
  WorkOrderEvent,
} from './work-order.ts';

type Role = Actor['role'];

/** What somebody wants to do with a work order. */
export type Act =
  /** `audience: 'staff'` is a note that the requester never sees. */
  | {
      readonly kind: 'comment';
      readonly text: string;
      readonly audience: 'requester' | 'staff';
      readonly uploads?: readonly string[];
    }
  /** A question to the requester, whose answer the work order then waits for. */
  | { readonly kind: 'ask'; readonly text: string }
  /** `queue`: where its type wants escalations to go. */
  | { readonly kind: 'escalate'; readonly reason: string; readonly queue?: string }
  | { readonly kind: 'withdraw' }
  | { readonly kind: 'reopen'; readonly reason?: string }
  | { readonly kind: 'move'; readonly to: Status; readonly reason?: string }
  | { readonly kind: 'assign'; readonly to: string | undefined }
  | { readonly kind: 'prioritise'; readonly priority: Priority; readonly reason?: string }
  | { readonly kind: 'route'; readonly queue: string; readonly reason?: string }
  | {
      readonly kind: 'retype';
      readonly type: string;
      readonly typeTitle: string;
      readonly typeHash: string;
    }
  | ({ readonly kind: 'rate' } & Rating)
  | ({ readonly kind: 'refer' } & Reference)
  /** Another work order, filed just now, goes on with this one. */
  | { readonly kind: 'follow-up'; readonly by: string }
  | { readonly kind: 'warn'; readonly target: Target }
  | { readonly kind: 'breach'; readonly target: Target }
  | { readonly kind: 'remind' };

/** Acts by their names in the table below; a comment for staff alone is a note. */
const deeds = [
  'comment',
  'note',
  'ask',
  'escalate',
  'withdraw',
  'reopen',
  'assign',
  'prioritise',
  'route',
  'retype',
  'rate',
  'refer',
  'follow-up',
  'warn',
  'breach',
  'remind',
] as const;
export type Deed = (typeof deeds)[number];

/** What a role may do with a work order as it stands. */
export interface Allowed {
  readonly deeds: readonly Deed[];
  /** Where `move` may go. */
  readonly moves: readonly Status[];
}

export type Transition =
  | { readonly kind: 'done'; readonly workOrder: WorkOrder; readonly events: readonly WorkOrderEvent[] }
  | { readonly kind: 'refused'; readonly allowed: Allowed };

type To = Readonly<Partial<Record<Status, Status>>>;

const STAYS: To = {
  new: 'new',
  open: 'open',
  pending: 'pending',
  'on-hold': 'on-hold',
  resolved: 'resolved',
};
const STAYS_EVEN_AFTER_THE_END: To = { ...STAYS, closed: 'closed', withdrawn: 'withdrawn' };

/**
 * Who may do what, in which status, and the status that it leads to; what is missing is refused. Closed
 * and withdrawn are final: no act leads out of them.
 */
const DEEDS: Readonly<Record<Role, Readonly<Partial<Record<Deed, To>>>>> = {
  requester: {
    // Answers what staff waited for, or says that it is not solved.
    comment: { ...STAYS, pending: 'open', resolved: 'open' },
    escalate: { ...STAYS, resolved: 'open' },
    withdraw: {
      new: 'withdrawn',
      open: 'withdrawn',
      pending: 'withdrawn',
      'on-hold': 'withdrawn',
      resolved: 'withdrawn',
    },
    reopen: { resolved: 'open' },
    rate: { resolved: 'resolved', closed: 'closed' },
    'follow-up': { closed: 'closed' },
  },
  staff: {
    // The first response takes it up.
    comment: { ...STAYS, new: 'open' },
    // A note is kept even after the end; it is for staff alone.
    note: STAYS_EVEN_AFTER_THE_END,
    ask: { new: 'pending', open: 'pending', pending: 'pending', 'on-hold': 'pending' },
    escalate: { ...STAYS, resolved: 'open' },
    reopen: { resolved: 'open' },
    assign: STAYS,
    prioritise: STAYS,
    route: STAYS,
    retype: STAYS,
    // The other help desk may answer late.
    refer: STAYS_EVEN_AFTER_THE_END,
  },
  /** The desk itself, by a timer. */
  desk: {
    escalate: { new: 'new', open: 'open', 'on-hold': 'on-hold' },
    warn: { new: 'new', open: 'open', 'on-hold': 'on-hold' },
    breach: { new: 'new', open: 'open', 'on-hold': 'on-hold' },
    remind: { pending: 'pending' },
    refer: STAYS_EVEN_AFTER_THE_END,
  },
};

/** Where each role may move a work order without any other deed. */
const MOVES: Readonly<Record<Role, Readonly<Partial<Record<Status, readonly Status[]>>>>> = {
  requester: {},
  staff: {
    new: ['open', 'pending', 'on-hold', 'resolved', 'closed'],
    open: ['pending', 'on-hold', 'resolved', 'closed'],
    pending: ['open', 'on-hold', 'resolved', 'closed'],
    'on-hold': ['open', 'pending', 'resolved', 'closed'],
    resolved: ['open', 'closed'],
  },
  // What was solved and not reopened ends.
  desk: { resolved: ['closed'] },
};

/** At the top it stays there: the reason still reaches the desk. */
const RAISED: Readonly<Record<Priority, Priority>> = {
  low: 'normal',
  normal: 'high',
  high: 'urgent',
  urgent: 'urgent',
};

/** A work order whose status can no longer change. */
export const isFinal = (status: Status): boolean => status === 'closed' || status === 'withdrawn';

/** What the role may do with it now: what a menu offers, and a refusal tells. */
export const allowed = (role: Role, workOrder: WorkOrder): Allowed => ({
  deeds: deeds.filter((deed) => mayDo(role, deed, workOrder)),
  moves: MOVES[role][workOrder.status] ?? [],
});

/** Whether the table lets the role do it now; what it is done about is checked with the act itself. */
export const mayDo = (role: Role, deed: Deed, workOrder: WorkOrder): boolean =>
  DEEDS[role][deed]?.[workOrder.status] !== undefined &&
  // Once its comment is there, too, a rating stands.
  (deed !== 'rate' || workOrder.rating?.comment === undefined);

/** What an act makes of a work order. `at` in epoch ms. Whose work order it is, the caller has checked. */
export function transition(workOrder: WorkOrder, act: Act, actor: Actor, at: number): Transition {
  const changes = changesOf(workOrder, act, actor.role);
  if (changes.length === 0) return { kind: 'refused', allowed: allowed(actor.role, workOrder) };
  return { kind: 'done', ...applied(workOrder, changes, actor, at) };
}

/** Changes as the work order's next events, and what they make of it. */
export function applied(
  workOrder: WorkOrder,
  changes: readonly Change[],
  actor: Actor,
  at: number,
): { readonly workOrder: WorkOrder; readonly events: readonly WorkOrderEvent[] } {
  const events = changes.map((change, index) => ({
    number: workOrder.number,
    version: workOrder.version + index + 1,
    at,
    actor,
    change,
  }));
  return { workOrder: events.reduce(project, workOrder), events };
}

/** Empty: refused. */
function changesOf(workOrder: WorkOrder, act: Act, role: Role): readonly Change[] {
  const { status } = workOrder;
  if (act.kind === 'move') {
    const may = MOVES[role][status]?.includes(act.to) === true;
    return may ? statusChange(status, act.to, act.reason) : [];
  }
  const deed = act.kind === 'comment' && act.audience === 'staff' ? 'note' : act.kind;
  const to = mayDo(role, deed, workOrder) ? DEEDS[role][deed]?.[status] : undefined;
  if (to === undefined || isRepeated(workOrder, act)) return [];
  const moved = statusChange(status, to, act.kind === 'reopen' ? act.reason : undefined);
  return [...ownChange(workOrder, act), ...moved];
}

/** Warnings and breaches are told once, and not at all once the promise was kept; a score is given once. */
function isRepeated({ respondedAt, rating, warned = [], breached = [] }: WorkOrder, act: Act): boolean {
  if (act.kind === 'rate') return rating !== undefined && act.comment === undefined;
  if (act.kind !== 'warn' && act.kind !== 'breach') return false;
  const told = act.kind === 'warn' ? [...warned, ...breached] : breached;
  return told.includes(act.target) || (act.target === 'first-response' && respondedAt !== undefined);
}

/** What an act changes besides the status. */
function ownChange(workOrder: WorkOrder, act: Exclude<Act, { readonly kind: 'move' }>): readonly Change[] {
  switch (act.kind) {
    case 'withdraw':
    case 'reopen':
      return [];
    case 'comment':
      return [act];
    case 'ask':
      return [{ kind: 'asked', text: act.text }];
    case 'escalate':
      return [escalated(workOrder, act)];
    case 'assign':
      return [{ kind: 'assigned', from: workOrder.assignee, to: act.to }];
    case 'prioritise':
      return [{ kind: 'prioritised', from: workOrder.priority, to: act.priority, ...because(act.reason) }];
    case 'route':
      return [{ kind: 'routed', from: workOrder.queue, to: act.queue, ...because(act.reason) }];
    case 'retype':
      return [retyped(workOrder, act)];
    case 'rate':
      return [{ ...act, kind: 'rated' }];
    case 'refer':
      return [{ ...act, kind: 'referred' }];
    case 'follow-up':
      return [{ kind: 'followed-up', by: act.by }];
    case 'warn':
      return [{ kind: 'warned', target: act.target }];
    case 'breach':
      return [{ kind: 'breached', target: act.target }];
    case 'remind':
      return [{ kind: 'reminded' }];
  }
}

function escalated(
  { priority, queue }: WorkOrder,
  { reason, queue: to = queue }: Act & { readonly kind: 'escalate' },
): Change {
  const raised = { kind: 'escalated', reason, from: priority, to: RAISED[priority] } as const;
  return to === queue ? raised : { ...raised, queue: { from: queue, to } };
}

const retyped = (
  { type }: WorkOrder,
  { type: to, typeTitle, typeHash }: Act & { readonly kind: 'retype' },
): Change => ({ kind: 'retyped', from: type, to, typeTitle, typeHash });

function statusChange(from: Status, to: Status, reason?: string): readonly Change[] {
  return from === to ? [] : [{ kind: 'status', from, to, ...because(reason) }];
}

const because = (reason: string | undefined) => (reason === undefined ? {} : { reason });
