import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '../../conversation/message.ts';
import type { Reply } from '../../conversation/reply.ts';
import type { AnswerStore } from '../ports.ts';

/** How long after a delivery its message may still be sent again by the channel, ms. */
const remembered = 10 * 60_000;

/** How often to ask whether another server has sent its answer, and how many times. */
const busyMs = 250;
const busyLooks = 120;

/**
 * Sends a turn's replies once, though its message comes more often: a channel that waited too long sends
 * it again, to whichever server, under its own id or, after a slow turn, under a new one, and then the
 * runner gives back the very same replies. A delivery that failed is forgotten, so that the retry carries
 * it out.
 */
export function createOnce(answers: AnswerStore) {
  const byMessage = new Map<string, Promise<void>>();
  const byReplies = new WeakMap<readonly Reply[], Promise<void>>();
  return (message: Message, replies: readonly Reply[], send: () => Promise<void>): Promise<void> => {
    const key = `${message.conversationId}\n${message.id}`;
    const earlier = byMessage.get(key) ?? byReplies.get(replies);
    if (earlier !== undefined) return earlier;
    const sending = onceAmongServers(answers, message, send);
    byMessage.set(key, sending);
    byReplies.set(replies, sending);
    const forget = (): void => {
      byMessage.delete(key);
    };
    sending.then(
      () => setTimeout(forget, remembered).unref(),
      () => {
        forget();
        byReplies.delete(replies);
      },
    );
    return sending;
  };
}

async function onceAmongServers(
  answers: AnswerStore,
  { conversationId, id }: Message,
  send: () => Promise<void>,
): Promise<void> {
  if ((await claimed(answers, conversationId, id)) === 'answered') return;
  try {
    await send();
  } catch (error) {
    await answers.release(conversationId, id);
    throw error;
  }
  await answers.markAnswered(conversationId, id);
}

async function claimed(
  answers: AnswerStore,
  conversationId: string,
  id: string,
): Promise<'mine' | 'answered'> {
  for (let look = 0; look < busyLooks; look++) {
    const claim = await answers.claim(conversationId, id);
    if (claim !== 'busy') return claim;
    await sleep(busyMs);
  }
  throw new Error('Another server has had this answer in hand for too long.');
}
