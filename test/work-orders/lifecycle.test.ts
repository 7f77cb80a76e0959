import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Act, allowed, isFinal, transition } from '../../src/work-orders/lifecycle.ts';
import { project } from '../../src/work-orders/projection.ts';
import type { Actor, Priority, Status, WorkOrder } from '../../src/work-orders/work-order.ts';

const STATUSES: readonly Status[] = ['new', 'open', 'pending', 'on-hold', 'resolved', 'closed', 'withdrawn'];
const PRIORITIES: readonly Priority[] = ['low', 'normal', 'high', 'urgent'];
const ROLES = ['requester', 'staff', 'desk'] as const;

const COMMENT: Act = { kind: 'comment', text: 'More', audience: 'requester' };
const NOTE: Act = { kind: 'comment', text: 'Between us', audience: 'staff' };
const ESCALATE: Act = { kind: 'escalate', reason: 'Too slow' };
const WITHDRAW: Act = { kind: 'withdraw' };

const by = (role: Actor['role']): Actor => ({ role, id: `${role}/1` });

function aWorkOrder(changed: Partial<WorkOrder> = {}): WorkOrder {
  return {
    number: 'WO-AAAA-BBBB',
    type: 'card-lost',
    typeTitle: 'Lost card',
    typeHash: 'abc',
    requesterId: 'requester/1',
    conversationId: 'chat/1',
    status: 'new',
    priority: 'normal',
    queue: 'cards',
    fields: {},
    subject: 'Lost card',
    filedAt: 1,
    firstResponseDue: 2,
    resolutionDue: 3,
    updatedAt: 1,
    version: 1,
    ...changed,
  };
}

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
    expect(moves).toEqual([
      ['pending', 'resolved'],
      ['resolved', 'closed'],
    ]);
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

describe('escalation', () => {
  it('raises the priority by one step, and keeps the top', () => {
    const raised = PRIORITIES.map((priority) => {
      const outcome = transition(aWorkOrder({ priority }), ESCALATE, by('requester'), 9);
      return outcome.kind === 'done' ? outcome.workOrder.priority : 'refused';
    });
    expect(raised).toEqual(['normal', 'high', 'urgent', 'urgent']);
  });
});

const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.constantFrom(COMMENT, NOTE, ESCALATE, WITHDRAW),
  fc.constantFrom(...STATUSES).map((to): Act => ({ kind: 'move', to })),
);
const steps = fc.array(fc.record({ act: acts, role: fc.constantFrom(...ROLES) }), { maxLength: 12 });

describe('any sequence of acts', () => {
  it('numbers its events without gaps, and the work order is their projection', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const filed = aWorkOrder();
        let workOrder = filed;
        const events = [];
        for (const [at, { act, role }] of sequence.entries()) {
          const outcome = transition(workOrder, act, by(role), at + 2);
          if (outcome.kind === 'refused') continue;
          events.push(...outcome.events);
          workOrder = outcome.workOrder;
        }
        expect(events.map(({ version }) => version)).toEqual(events.map((_, index) => index + 2));
        expect(events.reduce(project, filed)).toEqual(workOrder);
      }),
    );
  });

  it('never leaves a final status', () => {
    const ends = fc.constantFrom(...STATUSES.filter(isFinal));
    fc.assert(
      fc.property(ends, acts, fc.constantFrom(...ROLES), (status, act, role) => {
        const outcome = statusAfter(status, act, role);
        expect(['refused', status]).toContain(outcome);
      }),
    );
  });
});
