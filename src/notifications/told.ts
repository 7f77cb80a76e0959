import { type Change, shownStatus, type WorkOrderEvent } from '../work-orders/work-order.ts';

/** A change that the requester is told by itself, without asking. */
export type Told = Extract<
  Change,
  { readonly kind: 'comment' | 'asked' | 'status' | 'escalated' | 'reminded' }
>;

/** What others did that the requester wants to know; what they did themselves, their own turn has answered. */
export const toldOf = (events: readonly WorkOrderEvent[]): readonly Told[] =>
  events.flatMap(({ actor, change }) => (actor.role !== 'requester' && isTold(change) ? [change] : []));

function isTold(change: Change): change is Told {
  switch (change.kind) {
    case 'comment':
      return change.audience === 'requester';
    case 'status':
      return shownStatus(change.from) !== shownStatus(change.to);
    default:
      return change.kind === 'asked' || change.kind === 'escalated' || change.kind === 'reminded';
  }
}
