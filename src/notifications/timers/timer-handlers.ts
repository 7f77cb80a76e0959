import type { Handlers } from '../handler.ts';
import { closeResolved } from './close-resolved.ts';
import { remind } from './remind.ts';
import { slaBreach } from './sla-breach.ts';
import { slaWarning } from './sla-warning.ts';
import type { TimedWorkOrders } from './timed-work-orders.ts';

export interface TimerSettings {
  /** Whether a work order that is overdue escalates by itself. */
  readonly escalateOnBreach: boolean;
}

/**
 * The timers of work orders, by the kind of their outbox rows. `settings` as they stand when one is due, `now`
 * in epoch ms.
 */
export const timerHandlers = (
  workOrders: TimedWorkOrders,
  settings: () => TimerSettings,
  now: () => number,
): Handlers => ({
  'timer.sla-warning': slaWarning(workOrders, now),
  'timer.sla-breach': slaBreach(workOrders, () => settings().escalateOnBreach),
  'timer.close-resolved': closeResolved(workOrders),
  'timer.remind': remind(workOrders),
});
