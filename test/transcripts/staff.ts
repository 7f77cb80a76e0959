import type { Reply } from '../../src/conversation/reply.ts';
import { changePayload } from '../../src/notifications/changes.ts';
import { timerHandlers } from '../../src/notifications/timers/timer-handlers.ts';
import { toldOf } from '../../src/notifications/told.ts';
import type { OpenDesk } from '../../src/open-desk.ts';
import { applyAct } from '../../src/storage/apply-act.ts';
import { changedWorkOrders } from '../../src/storage/changed-work-orders.ts';
import type { Act } from '../../src/work-orders/lifecycle.ts';

/** What `staff WO: …` may say: a verb, and its text. Throws for what nobody knows. */
export function readAct(text: string): Act {
  const [, verb = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  switch (verb) {
    case 'reply':
      return { kind: 'comment', text: rest, audience: 'requester' };
    case 'note':
      return { kind: 'comment', text: rest, audience: 'staff' };
    case 'ask':
      return { kind: 'ask', text: rest };
    case 'escalate':
      return { kind: 'escalate', reason: rest };
    case 'refer': {
      const [system = '', reference = ''] = rest.split(' ');
      return { kind: 'refer', system, reference };
    }
    case 'open':
    case 'pending':
    case 'on-hold':
    case 'resolved':
    case 'closed':
      return { kind: 'move', to: verb };
    default:
      throw new Error(`Expected reply, note, ask, escalate, refer or a status, not "${verb}"`);
  }
}

/** Staff do something; gives "refused: …" with what is allowed instead where they may not. */
export async function actAsStaff(
  desk: OpenDesk,
  number: string,
  act: Act,
  at: number,
): Promise<readonly Reply[]> {
  const { database, acts } = desk.storage;
  const outcome = await database.transaction('full', (tx) =>
    applyAct(tx, acts, { number, act, actor: { role: 'staff', id: 'eve' }, at }),
  );
  if (outcome.kind === 'done') return [];
  const allowed = outcome.kind === 'refused' ? [...outcome.allowed.deeds, ...outcome.allowed.moves] : [];
  return [{ kind: 'notice', text: `${outcome.kind}: ${allowed.join(', ')}` }];
}

/** What the desk says by itself, in which conversation. */
export interface Said {
  readonly conversationId: string;
  readonly replies: readonly Reply[];
}

/** Makes what is due in the outbox, as the relay does: timers at their times, changes told in the chat. */
export async function settle(
  desk: OpenDesk,
  mine: (requesterId: string) => boolean,
  now: () => number,
): Promise<readonly Said[]> {
  const { outbox, timedWorkOrders, database } = desk.storage;
  const timers = timerHandlers(timedWorkOrders, () => desk.desk().settings, now);
  const changes = changedWorkOrders(database.db);
  const kinds = [...Object.keys(timers), ...changeKinds];
  const said: Said[] = [];
  for (;;) {
    const [delivery] = await outbox.claim({ owner: 'transcript', kinds, limit: 1, leaseMs: 1000 });
    if (!delivery) return said;
    const timer = timers[delivery.kind];
    if (timer) await timer(delivery);
    else said.push(...(await told(desk, changes, delivery, mine)));
    await outbox.complete(delivery);
  }
}

const changeKinds = [
  'filed',
  'commented',
  'asked',
  'escalated',
  'withdrawn',
  'reopened',
  'moved',
  'reminded',
].map((kind) => `work-order.${kind}`);

async function told(
  { runTurn }: OpenDesk,
  changes: ReturnType<typeof changedWorkOrders>,
  { id, payload }: { readonly id: string; readonly payload: unknown },
  mine: (requesterId: string) => boolean,
): Promise<readonly Said[]> {
  const change = changePayload.parse(payload);
  const changed = await changes.read(change);
  if (!changed || !mine(changed.workOrder.requesterId) || toldOf(changed.events).length === 0) return [];
  const { conversationId, requesterId } = changed.workOrder;
  const event = { kind: 'event', name: 'work-order-changed' } as const;
  const replies = await runTurn({ id, conversationId, requester: { id: requesterId }, ...event, ...change });
  return [{ conversationId, replies }];
}
