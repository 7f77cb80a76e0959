import type { WorkOrderEvent } from '../work-orders/work-order.ts';

type Change = WorkOrderEvent['change'];

/** A change without what anybody wrote: what happened, and when, still counts in the figures. */
export function erasedChange(change: Change): Change {
  switch (change.kind) {
    case 'comment':
      return { kind: 'comment', text: '', audience: change.audience };
    case 'asked':
      return { kind: 'asked', text: '' };
    case 'escalated':
      return { ...change, reason: '' };
    case 'rated':
      return { kind: 'rated', score: change.score };
    case 'referred':
      return { ...change, reference: '' };
    case 'status':
    case 'prioritised':
    case 'routed': {
      const { reason: _, ...rest } = change;
      return rest;
    }
    case 'filed':
    case 'assigned':
    case 'retyped':
    case 'followed-up':
    case 'due':
    case 'warned':
    case 'breached':
    case 'reminded':
      return change;
  }
}
