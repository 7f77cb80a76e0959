import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Act, allowed, applied, isFinal, transition } from '../../src/work-orders/lifecycle.ts';
import { project } from '../../src/work-orders/projection.ts';
import { dueAfter } from '../../src/work-orders/service-level.ts';
import type { Actor, Priority, Status, WorkOrder, WorkOrderEvent } from '../../src/work-orders/work-order.ts';
import { berlin } from './calendars.ts';
import { aWorkOrder } from './work-orders.ts';

const STATUSES: readonly Status[] = ['new', 'open', 'pending', 'on-hold', 'resolved', 'closed', 'withdrawn'];
const PRIORITIES: readonly Priority[] = ['low', 'normal', 'high', 'urgent'];
const ROLES = ['requester', 'staff', 'desk'] as const;

const COMMENT: Act = { kind: 'comment', text: 'More', audience: 'requester' };
const NOTE: Act = { kind: 'comment', text: 'Between us', audience: 'staff' };
const ESCALATE: Act & { readonly kind: 'escalate' } = { kind: 'escalate', reason: 'Too slow' };
const WITHDRAW: Act = { kind: 'withdraw' };

const by = (role: Actor['role']): Actor => ({ role, id: `${role}/1` });

/** The status after, or "refused". */
function statusAfter(status: Status, act: Act, role: Actor['role']): Status | 'refused' {
  const outcome = transition(aWorkOrder({ status }), act, by(role), 9);
  return outcome.kind === 'done' ? outcome.workOrder.status : 'refused';
}

const table = (act: Act, role: Actor['role']) =>
  Object.fromEntries(STATUSES.map((status) => [status, statusAfter(status, act, role)]));

describe('what a requester may do', () => {
  it('comment: reopens what was resolved, answers what was pending', () => {
    expect(table(COMMENT, 'requester')).toEqual({
      new: 'new',
      open: 'open',
      pending: 'open',
      'on-hold': 'on-hold',
      resolved: 'open',
      closed: 'refused',
      withdrawn: 'refused',
    });
  });

  it('escalate: reopens what was resolved', () => {
    expect(table(ESCALATE, 'requester')).toEqual({
      new: 'new',
      open: 'open',
      pending: 'pending',
      'on-hold': 'on-hold',
      resolved: 'open',
      closed: 'refused',
      withdrawn: 'refused',
    });
  });

  it('withdraw: until it is closed', () => {
    expect(table(WITHDRAW, 'requester')).toEqual({
      new: 'withdrawn',
      open: 'withdrawn',
      pending: 'withdrawn',
      'on-hold': 'withdrawn',
      resolved: 'withdrawn',
      closed: 'refused',
      withdrawn: 'refused',
    });
  });

  it('nothing that is for staff: no notes, no moves', () => {
    expect(new Set(Object.values(table(NOTE, 'requester')))).toEqual(new Set(['refused']));
    for (const to of STATUSES.filter((status) => status !== 'withdrawn'))
      expect(new Set(Object.values(table({ kind: 'move', to }, 'requester')))).toEqual(new Set(['refused']));
  });
});

describe('what staff and the desk may do', () => {
  it('a first response takes a new work order up', () => {
    expect(statusAfter('new', COMMENT, 'staff')).toBe('open');
    expect(statusAfter('pending', COMMENT, 'staff')).toBe('pending');
  });

  it('a note changes no status, even after the end', () => {
    expect(table(NOTE, 'staff')).toEqual(Object.fromEntries(STATUSES.map((status) => [status, status])));
  });

  it('only the requester withdraws', () => {
    for (const role of ['staff', 'desk'] as const)
      expect(new Set(Object.values(table(WITHDRAW, role)))).toEqual(new Set(['refused']));
  });

  it('the desk ends what waited too long, and nothing else', () => {
    const moves = STATUSES.flatMap((from) =>
      allowed('desk', aWorkOrder({ status: from })).moves.map((to) => [from, to]),
    );
    expect(moves).toEqual([['resolved', 'closed']]);
  });

  it('a move carries its reason', () => {
    const outcome = transition(
      aWorkOrder({ status: 'open' }),
      { kind: 'move', to: 'on-hold', reason: 'Awaiting the bank' },
      by('staff'),
      9,
    );
    expect(outcome).toMatchObject({
      events: [{ change: { kind: 'status', from: 'open', to: 'on-hold', reason: 'Awaiting the bank' } }],
    });
  });
});

describe('a warning and a breach', () => {
  const tell = (kind: 'warn' | 'breach', workOrder: WorkOrder) => {
    const outcome = transition(workOrder, { kind, target: 'first-response' }, by('desk'), 9);
    return outcome.kind === 'done' ? outcome.workOrder : undefined;
  };

  it('are told once, the warning not after the breach, and neither once somebody answered', () => {
    const warned = tell('warn', aWorkOrder());
    expect(warned?.warned).toEqual(['first-response']);
    expect(warned && tell('warn', warned)).toBeUndefined();
    const breached = warned && tell('breach', warned);
    expect(breached?.breached).toEqual(['first-response']);
    expect(breached && tell('breach', breached)).toBeUndefined();
    expect(tell('warn', aWorkOrder({ breached: ['first-response'] }))).toBeUndefined();
    expect(tell('breach', aWorkOrder({ respondedAt: 5 }))).toBeUndefined();
  });
});

describe('a refusal', () => {
  it('says what the role may do instead', () => {
    const closed = transition(aWorkOrder({ status: 'closed' }), COMMENT, by('requester'), 9);
    expect(closed).toEqual({ kind: 'refused', allowed: { deeds: ['rate', 'follow-up'], moves: [] } });
    const rated = aWorkOrder({ status: 'resolved', rating: { score: 5, comment: 'Quick' } });
    expect(transition(rated, { kind: 'move', to: 'open' }, by('requester'), 9)).toEqual({
      kind: 'refused',
      allowed: { deeds: ['comment', 'escalate', 'withdraw', 'reopen'], moves: [] },
    });
    expect(transition(rated, { kind: 'ask', text: '?' }, by('staff'), 9)).toMatchObject({
      allowed: { moves: ['open', 'closed'] },
    });
  });
});

describe('escalation', () => {
  it('goes to the queue that it names', () => {
    const outcome = transition(aWorkOrder(), { ...ESCALATE, queue: 'seniors' }, by('requester'), 9);
    expect(outcome).toMatchObject({
      workOrder: { queue: 'seniors' },
      events: [{ change: { queue: { from: 'cards', to: 'seniors' } } }],
    });
  });

  it('raises the priority by one step, and keeps the top', () => {
    const raised = PRIORITIES.map((priority) => {
      const outcome = transition(aWorkOrder({ priority }), ESCALATE, by('requester'), 9);
      return outcome.kind === 'done' ? outcome.workOrder.priority : 'refused';
    });
    expect(raised).toEqual(['normal', 'high', 'urgent', 'urgent']);
  });
});

const text = fc.string({ minLength: 1, maxLength: 20 });
const moves = fc.constantFrom(...STATUSES).map((to): Act => ({ kind: 'move', to }));
const deeds: fc.Arbitrary<Act> = fc.oneof(
  fc.constantFrom(COMMENT, NOTE, ESCALATE, WITHDRAW),
  fc.constant<Act>({ kind: 'ask', text: 'Which card?' }),
  fc.constant<Act>({ kind: 'reopen', reason: 'Again' }),
  fc.option(text, { nil: undefined }).map((to): Act => ({ kind: 'assign', to })),
  fc.constantFrom(...PRIORITIES).map((priority): Act => ({ kind: 'prioritise', priority })),
  text.map((queue): Act => ({ kind: 'route', queue })),
  text.map((type): Act => ({ kind: 'retype', type, typeTitle: type, typeHash: type })),
  fc.integer({ min: 1, max: 5 }).map((score): Act => ({ kind: 'rate', score })),
  text.map((reference): Act => ({ kind: 'refer', system: 'zendesk', reference })),
  text.map((by): Act => ({ kind: 'follow-up', by })),
  fc.constant<Act>({ kind: 'remind' }),
  fc
    .constantFrom('first-response' as const, 'resolution' as const)
    .chain((target) => fc.constantFrom<Act>({ kind: 'warn', target }, { kind: 'breach', target })),
);
const acts = fc.oneof(deeds, moves);
const roles = fc.constantFrom(...ROLES);
const steps = fc.array(fc.record({ act: acts, role: roles, after: fc.nat(100_000_000) }), { maxLength: 25 });
type Steps = typeof steps extends fc.Arbitrary<infer T> ? T : never;

const level = { firstResponseHours: [1, 4], resolutionDays: [1, 2] } as const;
const FILED = Date.UTC(2026, 0, 5, 9);
const filed = (): WorkOrder =>
  aWorkOrder({ filedAt: FILED, firstResponseDue: FILED + 1e8, resolutionDue: FILED + 4e8 });

/** Plays the steps as the ledger does, due times included; gives each state with the events that led there. */
function played(sequence: Steps) {
  const states = [{ workOrder: filed(), events: [] as WorkOrderEvent[] }];
  let at = FILED;
  for (const { act, role, after } of sequence) {
    const last = states.at(-1) ?? { workOrder: filed(), events: [] };
    at += after;
    const outcome = transition(last.workOrder, act, by(role), at);
    if (outcome.kind === 'refused') continue;
    const due = dueAfter(last.workOrder, outcome.workOrder, at, berlin, level);
    const moved = applied(outcome.workOrder, [{ kind: 'due', ...due }], by(role), at);
    states.push({
      workOrder: moved.workOrder,
      events: [...last.events, ...outcome.events, ...moved.events],
    });
  }
  return states;
}

describe('any sequence of acts', () => {
  it('numbers its events without gaps, and the work order is their projection', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        for (const { workOrder, events } of played(sequence)) {
          expect(events.map(({ version }) => version)).toEqual(events.map((_, index) => index + 2));
          expect(events.reduce(project, filed())).toEqual(workOrder);
          expect(workOrder.version).toBe(events.length + 1);
        }
      }),
    );
  });

  it('never leaves a final status, and rates, warns and tells a breach once', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const states = played(sequence);
        const over = states.findIndex(({ workOrder }) => isFinal(workOrder.status));
        if (over >= 0)
          expect(new Set(states.slice(over).map(({ workOrder }) => workOrder.status)).size).toBe(1);
        const once = (states.at(-1)?.events ?? [])
          .map(({ change }) => change)
          .filter(({ kind }) => ['rated', 'warned', 'breached'].includes(kind))
          .map((change) => `${change.kind} ${'target' in change ? change.target : ''}`);
        expect(new Set(once).size).toBe(once.length);
      }),
    );
  });

  it('stops the clock exactly while nobody of the desk has to act', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const states = played(sequence);
        for (const [index, { workOrder }] of states.entries()) {
          const before = states[index - 1]?.workOrder.pausedAt;
          if (before !== undefined && workOrder.pausedAt !== undefined)
            expect(workOrder.pausedAt).toBe(before);
          const waits = ['pending', 'resolved', 'closed', 'withdrawn'].includes(workOrder.status);
          expect(workOrder.pausedAt !== undefined).toBe(waits);
          expect(workOrder.resolvedAt !== undefined).toBe(['resolved', 'closed'].includes(workOrder.status));
        }
      }),
    );
  });

  it('refuses exactly what it does not say is allowed', () => {
    fc.assert(
      fc.property(steps, deeds, moves, roles, (sequence, deed, move, role) => {
        const workOrder = played(sequence).at(-1)?.workOrder ?? filed();
        const { deeds: may, moves: mayGo } = allowed(role, workOrder);
        const outcome = (act: Act) => transition(workOrder, act, by(role), 9);
        if (move.kind === 'move') expect(outcome(move).kind === 'done').toBe(mayGo.includes(move.to));
        const name = deed.kind === 'comment' && deed.audience === 'staff' ? 'note' : deed.kind;
        const refused = outcome(deed);
        if (refused.kind === 'refused') expect(refused.allowed).toEqual({ deeds: may, moves: mayGo });
        // What was warned of or answered needs no warning: that depends on the promise, too.
        if (deed.kind === 'warn' || deed.kind === 'breach' || deed.kind === 'move') return;
        if (deed.kind === 'rate' && workOrder.rating) return;
        expect(refused.kind === 'done').toBe(may.some((one) => one === name));
      }),
    );
  });
});
