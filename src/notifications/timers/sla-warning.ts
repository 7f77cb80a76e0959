import type { Handler } from '../handler.ts';
import { isStillDue, serviceTimer } from './service-timer.ts';
import { actIfStill, type TimedWorkOrders } from './timed-work-orders.ts';

/** Warns staff once, before a promise is broken. */
export const slaWarning =
  (workOrders: TimedWorkOrders): Handler =>
  ({ payload }) => {
    const timer = serviceTimer.parse(payload);
    const { number, target } = timer;
    return actIfStill(workOrders, number, (one) => isStillDue(one, timer), { kind: 'warn', target });
  };
