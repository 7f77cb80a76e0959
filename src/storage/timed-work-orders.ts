import type { TimedWorkOrders } from '../notifications/timers/timed-work-orders.ts';
import type { Act } from '../work-orders/lifecycle.ts';
import { type ActContext, applyAct } from './apply-act.ts';
import type { Database } from './database.ts';
import type { Db, Tx } from './schema.ts';
import { toWorkOrder } from './work-order-rows.ts';

const desk = { role: 'desk', id: 'desk' } as const;

/** Work orders for the timers that change them. `now` in epoch ms. */
export function createTimedWorkOrders(
  database: Database,
  context: ActContext,
  now: () => number,
): TimedWorkOrders {
  return {
    read: (number) => read(database.db, number),
    act: (number, version, acts) =>
      database.transaction('normal', (tx) => act(tx, context, number, version, acts, now())),
  };
}

async function read(db: Db, number: string) {
  const row = await db.selectFrom('work_orders').selectAll().where('number', '=', number).executeTakeFirst();
  return row && toWorkOrder(row);
}

/** What the table refuses has become needless: it is left out. */
async function act(
  tx: Tx,
  context: ActContext,
  number: string,
  version: number,
  acts: readonly Act[],
  at: number,
): Promise<'done' | 'stale'> {
  let expectedVersion = version;
  for (const act of acts) {
    const outcome = await applyAct(tx, context, { number, act, actor: desk, at, expectedVersion });
    if (outcome.kind === 'stale') return 'stale';
    if (outcome.kind === 'done') expectedVersion = outcome.workOrder.version;
  }
  return 'done';
}
