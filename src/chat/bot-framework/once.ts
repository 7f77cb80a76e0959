import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '../../conversation/message.ts';
import type { Reply } from '../../conversation/reply.ts';
import { Recent } from '../../recent.ts';
import type { AnswerStore, ChatLog } from '../ports.ts';

/** So many messages are known to be answered without asking. */
const RECENT = 1000;

/** How often to ask whether another server has sent its answer; asked so often, it is taken from it. */
const defaultBusyMs = 250;
const busyLooks = 40;

export interface OnceOptions {
  readonly answers: AnswerStore;
  readonly log: ChatLog;
  /** Work that the end of the server waits for. */
  readonly track: <T>(work: Promise<T>) => Promise<T>;
  /** How often to ask whether another server has sent its answer, ms. Default 250. */
  readonly busyMs?: number;
}

/**
 * Sends a turn's replies once, though its message comes more often: a channel that waited too long sends
 * it again, to whichever server, under its own id or, after a slow turn, under a new one, and then the
 * runner gives back the very same replies. A delivery that failed is forgotten, so that the retry carries
 * it out.
 */
export function createOnce(options: OnceOptions) {
  const underWay = new Map<string, Promise<void>>();
  const answered = new Recent<string, Promise<void>>(RECENT);
  const byReplies = new WeakMap<readonly Reply[], Promise<void>>();
  return (message: Message, replies: readonly Reply[], send: () => Promise<void>): Promise<void> => {
    const key = `${message.conversationId}\n${message.id}`;
    const earlier = underWay.get(key) ?? answered.get(key) ?? byReplies.get(replies);
    if (earlier !== undefined) return earlier;
    const sending = onceAmongServers(options, message, send);
    underWay.set(key, sending);
    byReplies.set(replies, sending);
    const ended = (): boolean => underWay.delete(key);
    sending.then(
      () => answered.put(key, sending),
      () => byReplies.delete(replies),
    );
    sending.then(ended, ended);
    return sending;
  };
}

async function onceAmongServers(
  { answers, log, track, busyMs = defaultBusyMs }: OnceOptions,
  { conversationId, id }: Message,
  send: () => Promise<void>,
): Promise<void> {
  if ((await claimed(answers, { conversationId, id, busyMs })) === 'answered') return;
  const warn = (what: string) => (error: unknown) => log.warn({ err: error, conversationId }, what);
  try {
    await send();
  } catch (error) {
    await answers.release(conversationId, id).catch(warn('An answer that was not sent stays in hand'));
    throw error;
  }
  // Nobody waits for it: it is for a retry, and hardly any comes once there was an answer.
  void track(answers.markAnswered(conversationId, id)).catch(warn('A sent answer could not be marked'));
}

/** A server that lives may not know that it has an answer in hand, or not get it sent; twice beats never. */
async function claimed(
  answers: AnswerStore,
  { conversationId, id, busyMs }: Pick<Message, 'conversationId' | 'id'> & { readonly busyMs: number },
): Promise<'mine' | 'answered'> {
  for (let look = 0; look < busyLooks; look++) {
    const claim = await answers.claim(conversationId, id);
    if (claim !== 'busy') return claim;
    await sleep(busyMs);
  }
  return answers.takeOver(conversationId, id);
}
