import type { WorkOrderEvent } from '../../work-orders/work-order.ts';

export const webhookEventTypes = [
  'work-order.created',
  'work-order.updated',
  'work-order.commented',
  'work-order.escalated',
  'work-order.resolved',
  'work-order.closed',
] as const;
export type WebhookEventType = (typeof webhookEventTypes)[number];

/** What a change is called outside, by what it is called in the outbox. Undefined: it is not told there. */
export const webhookTypes: Readonly<Record<string, WebhookEventType | undefined>> = {
  'work-order.filed': 'work-order.created',
  'work-order.commented': 'work-order.commented',
  'work-order.asked': 'work-order.commented',
  'work-order.escalated': 'work-order.escalated',
  'work-order.withdrawn': 'work-order.closed',
  'work-order.reopened': 'work-order.updated',
  'work-order.moved': 'work-order.updated',
  'work-order.assigned': 'work-order.updated',
  'work-order.prioritised': 'work-order.updated',
  'work-order.routed': 'work-order.updated',
  'work-order.retyped': 'work-order.updated',
  'work-order.rated': 'work-order.updated',
  'work-order.referred': 'work-order.updated',
  'work-order.followed-up': 'work-order.updated',
  'work-order.warned': 'work-order.updated',
  'work-order.breached': 'work-order.updated',
  'work-order.reminded': undefined,
};

/** A move is called by where it led. */
export function webhookTypeOf(kind: string, events: readonly WorkOrderEvent[]): WebhookEventType | undefined {
  const type = webhookTypes[kind];
  if (type !== 'work-order.updated') return type;
  const to = events.flatMap(({ change }) => (change.kind === 'status' ? [change.to] : [])).at(-1);
  if (to === 'resolved') return 'work-order.resolved';
  return to === 'closed' ? 'work-order.closed' : type;
}
