import { randomBytes, randomUUID } from 'node:crypto';
import type { Message } from '../../src/conversation/message.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import type { Desk, RunTurn, TurnPorts } from '../../src/conversation/run-turn.ts';
import { loadDesk } from '../../src/live-desk/live-desk.ts';
import type { Storage, StorageOptions } from '../../src/storage/storage.ts';
import { newNumber } from '../../src/work-orders/number.ts';

/** Tuesday 24 November 2026, 10:00 UTC. */
export const NOW = Date.UTC(2026, 10, 24, 10);

/** The sample desk, loaded once for all tests. */
export const sampleDesk: Promise<Desk> = loadDesk('./knowledge');

/** Numbers as the desk makes them, so that they are recognised in what is typed. */
export const realNumbers: Partial<StorageOptions> = { newNumber: () => newNumber('WO', randomBytes) };

/** Ports over a storage as the server has them; `changed` puts a fault or another desk in. */
export async function portsOn(storage: Storage, changed: Partial<TurnPorts> = {}): Promise<TurnPorts> {
  const desk = await sampleDesk;
  return {
    turns: storage.ledger,
    own: storage.ledger,
    snapshots: storage.snapshots,
    desk: () => desk,
    now: () => NOW,
    newId: randomUUID,
    ...changed,
  };
}

export const ann = { conversationId: 'chat/ann', requester: { id: 'web/ann' }, zone: 'UTC' };

export const utterance = (text: string, id: string = randomUUID()): Message => ({
  ...ann,
  id,
  kind: 'utterance',
  text,
});

export const chosen = (value: string, id: string = randomUUID()): Message => ({
  ...ann,
  id,
  kind: 'choice',
  value,
  text: '',
});

/** Says each in turn; gives the last replies. */
export async function sayAll(runTurn: RunTurn, ...texts: readonly string[]): Promise<readonly Reply[]> {
  let replies: readonly Reply[] = [];
  for (const text of texts) replies = await runTurn(utterance(text));
  return replies;
}

/** A sign-in form up to its review. */
export const toReview = [
  'open a work order about sign-in trouble',
  'anna@mail.example',
  'The password',
  'skip',
  'skip',
  'skip',
  'My new password is refused, although I reset it twice.',
  'skip',
] as const;

export const textOf = (replies: readonly Reply[]): string => replies.map((reply) => reply.text).join('\n');

/** The value behind a label. Throws when it is not offered. */
export function behind(replies: readonly Reply[], label: string): string {
  const found = replies.flatMap((reply) => reply.choices ?? []).find((one) => one.label === label);
  if (found === undefined) throw new Error(`Expected a choice "${label}" in: ${textOf(replies)}`);
  return found.value;
}
