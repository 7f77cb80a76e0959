import type { Act } from '../../work-orders/lifecycle.ts';
import type { Target } from '../../work-orders/work-order.ts';
import type { Handler } from '../handler.ts';
import { isStillDue, serviceTimer } from './service-timer.ts';
import { actIfStill, type TimedWorkOrders } from './timed-work-orders.ts';

/** Tells staff once that a promise is broken, and escalates where the desk wants it. */
export const slaBreach =
  (workOrders: TimedWorkOrders, escalates: () => boolean): Handler =>
  ({ payload }) => {
    const timer = serviceTimer.parse(payload);
    const { number, target } = timer;
    const breach: Act = { kind: 'breach', target };
    const acts = escalates() ? [breach, escalation(target)] : [breach];
    return actIfStill(workOrders, number, (one) => isStillDue(one, timer), ...acts);
  };

const escalation = (target: Target): Act => ({
  kind: 'escalate',
  reason: target === 'first-response' ? 'The first reply is overdue.' : 'The solution is overdue.',
});
