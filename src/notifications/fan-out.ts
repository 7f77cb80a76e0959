import { type ChangedWorkOrder, type ChangedWorkOrders, changePayload, shareOf } from './changes.ts';
import type { Handler, Handlers } from './handler.ts';
import { toldOf } from './told.ts';
import { webhookTypes } from './webhooks/event-types.ts';

export interface Destinations {
  /** Whether mail can be sent at all. */
  readonly email: boolean;
  /** Names of the webhooks. */
  readonly webhooks: readonly string[];
}

/** A change of a work order becomes a delivery for everybody who is told. */
export function fanOutHandlers(changes: ChangedWorkOrders, destinations: Destinations): Handlers {
  const handler = fanOut(changes, destinations);
  return Object.fromEntries(Object.keys(webhookTypes).map((kind) => [kind, handler]));
}

function fanOut(changes: ChangedWorkOrders, { email, webhooks }: Destinations): Handler {
  return async (delivery) => {
    const change = changePayload.parse(delivery.payload);
    const changed = await changes.read(change);
    if (changed === undefined) return { kind: 'done' };
    const to = [
      ...(toldOf(changed.events).length > 0 ? [{ kind: 'chat', destination: 'chat' } as const] : []),
      ...(email && isMailed(changed) ? [{ kind: 'email', destination: 'email' } as const] : []),
      ...(isForOthers(delivery.kind, changed) ? webhooks : []).map(
        (destination) => ({ kind: 'webhook', destination }) as const,
      ),
    ];
    return { kind: 'done', also: to.map((one) => shareOf(delivery, change, one)) };
  };
}

/**
 * The filing is confirmed, and all that the requester is told comes by mail too. An address that nobody has
 * confirmed yet is asked to, at the filing and when an answer is needed; else it is left in peace.
 */
function isMailed({ contact, events }: ChangedWorkOrder): boolean {
  if (contact === undefined) return false;
  const told = toldOf(events);
  const filed = events.some(({ change }) => change.kind === 'filed');
  if (contact.verifiedAt === undefined) return filed || told.some(({ kind }) => kind === 'asked');
  return filed || told.length > 0;
}

/** A note for staff stays in this house. */
const isForOthers = (kind: string, { events }: ChangedWorkOrder): boolean =>
  webhookTypes[kind] !== undefined &&
  events.some(({ change }) => change.kind !== 'comment' || change.audience === 'requester');
