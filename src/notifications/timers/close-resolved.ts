import type { Handler } from '../handler.ts';
import { afterStaying } from './stay-timer.ts';
import type { TimedWorkOrders } from './timed-work-orders.ts';

/** Closes what was solved and not reopened. */
export const closeResolved = (workOrders: TimedWorkOrders): Handler =>
  afterStaying(workOrders, ({ status, resolvedAt }) => (status === 'resolved' ? resolvedAt : undefined), {
    kind: 'move',
    to: 'closed',
  });
