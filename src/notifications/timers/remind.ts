import type { Handler } from '../handler.ts';
import { afterStaying } from './stay-timer.ts';
import type { TimedWorkOrders } from './timed-work-orders.ts';

/** Reminds a requester who has not answered, once each time that the work order waits. */
export const remind = (workOrders: TimedWorkOrders): Handler =>
  afterStaying(workOrders, ({ status, pausedAt }) => (status === 'pending' ? pausedAt : undefined), {
    kind: 'remind',
  });
