import { z } from 'zod';
import type { Act } from '../../work-orders/lifecycle.ts';
import type { WorkOrder } from '../../work-orders/work-order.ts';
import type { Handler } from '../handler.ts';
import { actIfStill, type TimedWorkOrders } from './timed-work-orders.ts';

/** The payload of a timer on a status: the epoch ms since when it has been so. */
const timer = z.object({ number: z.string(), since: z.number() });

/** Acts when a work order has stayed as it was since its timer was set; come back to it later, it has a newer timer. */
export const afterStaying =
  (workOrders: TimedWorkOrders, since: (workOrder: WorkOrder) => number | undefined, act: Act): Handler =>
  ({ payload }) => {
    const set = timer.parse(payload);
    return actIfStill(workOrders, set.number, (workOrder) => since(workOrder) === set.since, act);
  };
