import type { Handler } from '../handler.ts';
import { isStillDue, serviceTimer } from './service-timer.ts';
import { actIfStill, type TimedWorkOrders } from './timed-work-orders.ts';

/**
 * Warns staff once, before a promise is broken. Where the clock jumps, or no server runs, past the warning and
 * the due time, the breach alone is told: a warning of what has happened is noise.
 */
export const slaWarning =
  (workOrders: TimedWorkOrders, now: () => number): Handler =>
  async ({ payload }) => {
    const timer = serviceTimer.parse(payload);
    const { number, target, due } = timer;
    if (due <= now()) return { kind: 'done' };
    return actIfStill(workOrders, number, (one) => isStillDue(one, timer), { kind: 'warn', target });
  };
