import { createLinkTokens, type LinkTokens } from '../../src/chat/links/link-tokens.ts';
import { readConfig } from '../../src/config.ts';
import type { Command } from '../../src/conversation/command.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import { createRunTurn, type RunTurn } from '../../src/conversation/run-turn.ts';
import type { TurnRecord } from '../../src/conversation/stores.ts';
import { type DeskContent, loadDesk } from '../../src/live-desk/live-desk.ts';
import { webhookTypes } from '../../src/notifications/webhooks/event-types.ts';
import { startDeliveries } from '../../src/start-deliveries.ts';
import { type ActOutcome, applyAct } from '../../src/storage/apply-act.ts';
import type { FileCommand } from '../../src/storage/filing.ts';
import type { Storage } from '../../src/storage/storage.ts';
import type { Field } from '../../src/work-orders/field.ts';
import type { Act } from '../../src/work-orders/lifecycle.ts';
import type { Actor } from '../../src/work-orders/work-order.ts';
import type { WorkOrderType } from '../../src/work-orders/work-order-type.ts';
import { aFiling, aTurn } from '../storage/turns.ts';
import { quietLog } from './rows.ts';

export const eve: Actor = { role: 'staff', id: 'eve' };
export const ann: Actor = { role: 'requester', id: 'web/ann' };

const field = (id: string, more: Partial<Field & { readonly kind: 'text' }> = {}): Field => ({
  ...{ id, kind: 'text', label: `The ${id}`, prompt: `${id}?`, required: false, sensitive: false, when: {} },
  ...{ minLength: 0, maxLength: 1000 },
  ...more,
});

/** What is filed here: one open field, one that is nobody else's business, and files. */
export const cardLost: WorkOrderType = {
  ...{ id: 'card-lost', file: 'work-orders/card-lost.md', title: 'Lost card', summary: 'A card is gone' },
  ...{ phrasings: [], prepare: [], queue: 'cards', priority: 'normal', intro: '', hash: 'abc' },
  serviceLevel: { firstResponseHours: [24, 48], resolutionDays: [3, 5] },
  fields: [
    field('where'),
    field('pin-hint', { sensitive: true }),
    {
      ...{ id: 'files', kind: 'attachment', label: 'The files', prompt: '?', required: false },
      ...{ sensitive: false, when: {}, maxCount: 3, maxBytes: 1000 },
    },
  ],
};

/** Another work order of Ann's, in a conversation of its own; mail goes to Ann, whom a channel vouches for. */
export async function filed(
  storage: Storage,
  changed: Partial<FileCommand> = {},
  requesterId = ann.id,
): Promise<string> {
  await storage.ledger.pinType(cardLost);
  const filing = aFiling(crypto.randomUUID(), {
    serviceLevel: cardLost.serviceLevel,
    fields: { where: 'Berlin', 'pin-hint': 'birthday-of-mother' },
    contact: { address: 'ann@mail.example', vouched: true },
    ...changed,
  });
  const turn = turnOf(requesterId, [filing]);
  await storage.ledger.commit(turn);
  const own = await storage.ledger.list(requesterId);
  const mine = own.find(({ conversationId }) => conversationId === turn.conversationId);
  if (mine === undefined) throw new Error('Expected a filing to be listed');
  return mine.number;
}

/** A turn of somebody's, in a conversation of its own. */
export const turnOf = (requesterId: string, commands: readonly Command[]): TurnRecord =>
  aTurn({ conversationId: `chat/${requesterId}/${Math.random()}`, requesterId, commands, at: Date.now() });

export const act = (storage: Storage, number: string, doing: Act, actor: Actor = eve): Promise<ActOutcome> =>
  storage.database.transaction('full', (tx) =>
    applyAct(tx, storage.acts, { number, act: doing, actor, at: Date.now() }),
  );

let content: Promise<DeskContent> | undefined;
/** The sample desk, loaded once for all. */
export const sampleDesk = (): Promise<DeskContent> => {
  content ??= loadDesk('./knowledge');
  return content;
};

export interface House {
  readonly stop: () => Promise<void>;
  readonly links: LinkTokens;
  readonly log: ReturnType<typeof quietLog>;
  /** What was said in chats by itself. */
  readonly said: readonly Said[];
}

export interface Said {
  readonly conversationId: string;
  readonly id: string;
  readonly replies: readonly Reply[];
}

export interface HouseOptions {
  readonly deliver?: (said: Said) => Promise<'delivered' | 'unreachable'>;
  readonly now?: () => number;
}

/** Turns on a storage, by the words of a desk. */
export const turnsOn = (storage: Storage, desk: DeskContent, now: () => number = Date.now): RunTurn =>
  createRunTurn({
    ...{ turns: storage.ledger, own: storage.ledger, snapshots: storage.snapshots },
    ...{ desk: () => desk, now, newId: () => crypto.randomUUID() },
  });

/** Deliveries as the server makes them, by these settings. */
export async function house(
  storage: Storage,
  environment: Readonly<Record<string, string>> = {},
  { deliver = async () => 'delivered', now = Date.now }: HouseOptions = {},
): Promise<House> {
  const desk = await sampleDesk();
  const log = quietLog();
  const said: Said[] = [];
  const links = createLinkTokens('a secret of more than thirty-two characters', now);
  const runTurn = turnsOn(storage, desk, now);
  const relay = startDeliveries({
    config: readConfig({ PUBLIC_URL: 'https://help.example', ...environment }, '/nonexistent'),
    desk: { storage, runTurn, desk: () => desk },
    deliver: async (conversationId, id, replies) => {
      const one = { conversationId, id, replies };
      const outcome = await deliver(one);
      if (outcome === 'delivered') said.push(one);
      return outcome;
    },
    ...{ links, log, now },
  });
  return { stop: relay.stop, links, log, said };
}

export const mailBy = (url: string): Readonly<Record<string, string>> => ({
  SMTP_URL: url,
  MAIL_FROM: 'Northgate Support <desk@northgate.example>',
});

/** Kinds of the rows that changes write, before they are shared out. */
export const EVENTS = Object.keys(webhookTypes);
