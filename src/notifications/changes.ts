import { z } from 'zod';
import type { WorkOrder, WorkOrderEvent } from '../work-orders/work-order.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import type { NewDelivery } from './outbox.ts';

/**
 * What the rows about a work order's change carry. It names the events and does not repeat them: who may read
 * what (sensitive fields, notes for staff) is decided when it is delivered.
 */
export const changePayload = z.object({
  number: z.string(),
  firstVersion: z.number(),
  lastVersion: z.number(),
});
export type ChangePayload = Readonly<z.infer<typeof changePayload>>;

/** One destination's share of a change. */
export const sharePayload = changePayload.extend({
  /** The outbox row of the change: its id and its kind. */
  of: z.string(),
  event: z.string(),
  destination: z.string(),
});
export type SharePayload = Readonly<z.infer<typeof sharePayload>>;

/** A change, with all that is needed to tell it. */
export interface ChangedWorkOrder {
  readonly workOrder: WorkOrder;
  readonly events: readonly WorkOrderEvent[];
  /** As it was when it was filed. */
  readonly type: WorkOrderType | undefined;
  readonly contact: Contact | undefined;
}

/** Where a work order's mail goes. */
export interface Contact {
  readonly address: string;
  /** Epoch ms; undefined until whoever reads that mailbox has confirmed it. */
  readonly verifiedAt: number | undefined;
}

export interface ChangedWorkOrders {
  /** Undefined where the work order is gone: its requester's data was erased. */
  readonly read: (change: ChangePayload) => Promise<ChangedWorkOrder | undefined>;
  /** Work orders filed since then, epoch ms, that name this address and were not confirmed. */
  readonly unconfirmed: (address: string, since: number) => Promise<number>;
}

/** `id` of the row is the change's own id and the destination: the same whenever it is written. */
export const shareOf = (
  { id, kind }: { readonly id: string; readonly kind: string },
  { number, firstVersion, lastVersion }: ChangePayload,
  to: { readonly kind: 'email' | 'chat' | 'webhook'; readonly destination: string },
): NewDelivery => ({
  id: `${id}/${to.destination}`,
  kind: to.kind,
  payload: { number, firstVersion, lastVersion, of: id, event: kind, destination: to.destination },
});
