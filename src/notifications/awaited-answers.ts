import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { KnowledgeSnapshot } from '../knowledge/answer.ts';
import { answeredNow, type OpenQuestion } from '../knowledge/answered-now.ts';
import type { Handler } from './handler.ts';
import type { NewDelivery } from './outbox.ts';

/** Somebody who got no answer and wants to be told when there is one. */
export interface AwaitedAnswer extends OpenQuestion {
  readonly id: string;
  readonly conversationId: string;
  readonly requesterId: string;
  /** IANA zone as the channel said it. */
  readonly zone?: string | undefined;
}

/** Those who wait; each is there until it was told, or its requester was erased. */
export interface AwaitedAnswers {
  readonly list: () => Promise<readonly AwaitedAnswer[]>;
  readonly find: (id: string) => Promise<AwaitedAnswer | undefined>;
  readonly told: (id: string) => Promise<void>;
  /** Puts deliveries into the outbox; one that is there already is there once. */
  readonly enqueue: (deliveries: readonly NewDelivery[]) => Promise<void>;
}

/**
 * Looks, after the knowledge folder changed, whom it answers now, and has each told in the chat. Gives how
 * many that are.
 */
export async function announceAnswers(
  awaited: AwaitedAnswers,
  knowledge: KnowledgeSnapshot,
): Promise<number> {
  const answered: NewDelivery[] = [];
  for (const one of await awaited.list()) {
    if (answeredNow(one, knowledge) !== undefined) answered.push(deliveryOf(one, knowledge.revision));
    // Thousands may wait, and the desk goes on answering in between.
    await setImmediate();
  }
  await awaited.enqueue(answered);
  return answered.length;
}

/** By revision: what was taken back before it could be told is told when it is there again. */
const deliveryOf = ({ id }: AwaitedAnswer, revision: string): NewDelivery => ({
  id: `answer-live/${id}/${revision.slice(0, 16)}`,
  kind: 'answer-live',
  payload: { awaited: id },
});

const payload = z.object({ awaited: z.string() });

/** Tells one who waits, once. `tell` throws where it did not work this time. */
export const answerHandler =
  (
    awaited: AwaitedAnswers,
    knowledge: () => KnowledgeSnapshot,
    tell: (one: AwaitedAnswer) => Promise<void>,
  ): Handler =>
  async (delivery) => {
    const one = await awaited.find(payload.parse(delivery.payload).awaited);
    if (one === undefined || answeredNow(one, knowledge()) === undefined) return { kind: 'done' };
    await tell(one);
    await awaited.told(one.id);
    return { kind: 'done' };
  };
