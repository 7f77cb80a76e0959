import { z } from 'zod';
import type { Handler } from '../handler.ts';
import { actIfStill, type TimedWorkOrders } from './timed-work-orders.ts';

const timer = z.object({ number: z.string(), since: z.number() });

/** Closes what was solved and not reopened; solved again since, it has a newer timer. */
export const closeResolved =
  (workOrders: TimedWorkOrders): Handler =>
  ({ payload }) => {
    const { number, since } = timer.parse(payload);
    return actIfStill(
      workOrders,
      number,
      ({ status, resolvedAt }) => status === 'resolved' && resolvedAt === since,
      { kind: 'move', to: 'closed' },
    );
  };
