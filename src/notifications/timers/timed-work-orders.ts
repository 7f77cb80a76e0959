import type { Act } from '../../work-orders/lifecycle.ts';
import type { WorkOrder } from '../../work-orders/work-order.ts';
import type { Outcome } from '../handler.ts';

/** What timers need of the ledger. */
export interface TimedWorkOrders {
  readonly read: (number: string) => Promise<WorkOrder | undefined>;
  /** Does all of it in one transaction, as the desk itself; `stale` when the work order is no longer at `version`. */
  readonly act: (number: string, version: number, acts: readonly Act[]) => Promise<'done' | 'stale'>;
}

/** Acts on a work order that still is what the timer was set for; else the timer has nothing to do. */
export async function actIfStill(
  workOrders: TimedWorkOrders,
  number: string,
  still: (workOrder: WorkOrder) => boolean,
  ...acts: readonly Act[]
): Promise<Outcome> {
  const workOrder = await workOrders.read(number);
  if (workOrder === undefined || !still(workOrder)) return { kind: 'done' };
  const outcome = await workOrders.act(number, workOrder.version, acts);
  // Looked at again with what it has become.
  return outcome === 'stale' ? { kind: 'retry', error: 'changed-meanwhile' } : { kind: 'done' };
}
