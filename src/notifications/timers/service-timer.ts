import { z } from 'zod';
import { dueOf, isOpenPromise } from '../../work-orders/timers.ts';
import type { WorkOrder } from '../../work-orders/work-order.ts';

/** The payload of `timer.sla-warning` and `timer.sla-breach`. */
export const serviceTimer = z.object({
  number: z.string(),
  target: z.enum(['first-response', 'resolution']),
  due: z.number(),
});

/** Whether the promise is still open, and still for that time: after a pause there is a newer timer. */
export const isStillDue = (workOrder: WorkOrder, { target, due }: z.output<typeof serviceTimer>): boolean =>
  workOrder.pausedAt === undefined && isOpenPromise(workOrder, target) && dueOf(workOrder, target) === due;
