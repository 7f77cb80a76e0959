import { z } from 'zod';
import type { Handler } from '../handler.ts';
import { actIfStill, type TimedWorkOrders } from './timed-work-orders.ts';

const timer = z.object({ number: z.string(), since: z.number() });

/** Reminds a requester who has not answered, once each time that the work order waits. */
export const remind =
  (workOrders: TimedWorkOrders): Handler =>
  ({ payload }) => {
    const { number, since } = timer.parse(payload);
    return actIfStill(
      workOrders,
      number,
      ({ status, pausedAt }) => status === 'pending' && pausedAt === since,
      { kind: 'remind' },
    );
  };
