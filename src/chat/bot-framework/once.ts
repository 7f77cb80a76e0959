import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '../../conversation/message.ts';
import type { Reply } from '../../conversation/reply.ts';
import type { AnswerStore, ChatLog } from '../ports.ts';

/** So many messages are known to be answered without asking. */
const RECENT = 1000;

/** How often to ask whether another server has sent its answer, and how many times. */
const busyMs = 250;
const busyLooks = 120;

export interface OnceOptions {
  readonly answers: AnswerStore;
  readonly log: ChatLog;
  /** Work that the end of the server waits for. */
  readonly track: <T>(work: Promise<T>) => Promise<T>;
}

/**
 * Sends a turn's replies once, though its message comes more often: a channel that waited too long sends
 * it again, to whichever server, under its own id or, after a slow turn, under a new one, and then the
 * runner gives back the very same replies. A delivery that failed is forgotten, so that the retry carries
 * it out.
 */
export function createOnce(options: OnceOptions) {
  const byMessage = new Map<string, Promise<void>>();
  const byReplies = new WeakMap<readonly Reply[], Promise<void>>();
  const answered = new Set<string>();
  const keepRecent = (key: string): void => {
    answered.add(key);
    const [oldest] = answered;
    if (answered.size <= RECENT || oldest === undefined) return;
    answered.delete(oldest);
    byMessage.delete(oldest);
  };
  return (message: Message, replies: readonly Reply[], send: () => Promise<void>): Promise<void> => {
    const key = `${message.conversationId}\n${message.id}`;
    const earlier = byMessage.get(key) ?? byReplies.get(replies);
    if (earlier !== undefined) return earlier;
    const sending = onceAmongServers(options, message, send);
    byMessage.set(key, sending);
    byReplies.set(replies, sending);
    sending.then(
      () => keepRecent(key),
      () => {
        byMessage.delete(key);
        byReplies.delete(replies);
      },
    );
    return sending;
  };
}

async function onceAmongServers(
  { answers, log, track }: OnceOptions,
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
  // Nobody waits for it: it is for a retry, and who was answered sends none.
  void track(answers.markAnswered(conversationId, id)).catch((error: unknown) =>
    log.warn({ err: error, conversationId }, 'An answer that was sent could not be marked'),
  );
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
