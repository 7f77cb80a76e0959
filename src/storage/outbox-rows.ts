import type { ChangePayload } from '../notifications/changes.ts';
import type { SetTimer } from '../work-orders/timers.ts';
import type { WorkOrder, WorkOrderEvent } from '../work-orders/work-order.ts';
import { noteOutbox } from './outbox-bell.ts';
import type { Tx } from './schema.ts';

/** What became of a work order, for everybody who wants to be told. */
export type DeliveryKind =
  | 'work-order.filed'
  | 'work-order.commented'
  | 'work-order.asked'
  | 'work-order.escalated'
  | 'work-order.withdrawn'
  | 'work-order.reopened'
  | 'work-order.moved'
  | 'work-order.assigned'
  | 'work-order.prioritised'
  | 'work-order.routed'
  | 'work-order.retyped'
  | 'work-order.rated'
  | 'work-order.referred'
  | 'work-order.followed-up'
  | 'work-order.warned'
  | 'work-order.breached'
  | 'work-order.reminded';

/** One row for the events of one act, in the transaction that wrote them. Due at once. */
export async function enqueue(tx: Tx, kind: DeliveryKind, events: readonly WorkOrderEvent[]): Promise<void> {
  const first = events.at(0);
  const last = events.at(-1);
  if (first === undefined || last === undefined) return;
  const payload: ChangePayload = {
    number: first.number,
    firstVersion: first.version,
    lastVersion: last.version,
  };
  // The event's own identity: a receiver that gets it twice can tell.
  const id = `${first.number}/${first.version}`;
  noteOutbox(tx);
  await tx
    .insertInto('outbox')
    .values(dueRow(id, kind, payload, first.at))
    .execute();
}

/** Rows for later, each known by the version of the work order that called for it. */
export async function setTimers(
  tx: Tx,
  { number, version }: WorkOrder,
  timers: readonly SetTimer[],
): Promise<void> {
  if (timers.length === 0) return;
  const rows = timers.map(({ timer: { kind, ...payload }, notBefore }) => {
    const target = 'target' in payload ? `/${payload.target}` : '';
    return dueRow(`${number}/${version}/${kind}${target}`, kind, payload, notBefore);
  });
  await tx.insertInto('outbox').values(rows).execute();
}

/** A row that no relay has looked at. `notBefore` in epoch ms. */
export const dueRow = (id: string, kind: string, payload: object, notBefore: number) => ({
  id,
  kind,
  payload: JSON.stringify(payload),
  not_before: notBefore,
  attempt: 0,
  lease: 0,
  done: 0,
});
