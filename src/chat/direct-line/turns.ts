import { setTimeout as wait } from 'node:timers/promises';
import type { Message } from '../../conversation/message.ts';
import type { Reply } from '../../conversation/reply.ts';
import { abilitiesOf } from '../channel-abilities.ts';
import type { ActivityLog, ChatLog, Phrases, TakeMessage } from '../ports.ts';
import { toActivities } from '../to-activity.ts';
import type { Feed } from './feed.ts';
import { readEntry, type ShownActivity } from './log-entry.ts';

export interface TurnsOptions {
  readonly log: ActivityLog;
  readonly feed: Feed;
  readonly takeMessage: TakeMessage;
  readonly phrases: Phrases;
  /** Keeps a stop waiting for the turn. */
  readonly track: <T>(work: Promise<T>) => Promise<T>;
  readonly chatLog: ChatLog;
  readonly botName: () => string;
  /** Epoch ms. */
  readonly now: () => number;
}

/** A message that is in the log, and in this server's hands. */
export interface Waiting {
  readonly conversationId: string;
  readonly id: string;
  readonly sequence: number;
  /** Another server has yet to answer something that was said before. */
  readonly ahead: boolean;
  readonly message: Message;
}

/** Answers what is in the log: one turn at a time in a conversation, any number of conversations. */
export interface Turns {
  readonly enqueue: (waiting: Waiting) => void;
  /**
   * Answers what an earlier server left, before anything new in the same conversation, and from then on
   * what another one leaves that dies. Throws where the log cannot be read at first.
   */
  readonly start: () => Promise<void>;
  /** Shows replies that answer no message; told twice under one id, they are shown once. */
  readonly deliver: (conversationId: string, id: string, replies: readonly Reply[]) => Promise<void>;
  readonly stop: () => void;
}

/** Who waits longer for an answer is told that it comes, ms. */
const patienceMs = 8_000;

/** Pauses before another try of a turn that failed, ms: a database that restarts needs a moment. */
const retries = [250, 1000, 4000];

/** How often to look for what a dead server left, ms. */
const lookMs = 2000;

/** Pause before what was given up is tried once more, ms: nobody says anything again meanwhile. */
const secondWind = 15_000;

/** How often to look whether another server has answered what was said before, ms. */
const aheadMs = 50;

export function createTurns(options: TurnsOptions): Turns {
  const { log } = options;
  const queues = new Map<string, Promise<void>>();
  /** What is under way or waits for its second wind, so that no look takes it up once more. */
  const inHand = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;
  const { show, insist } = createAnswering(options, () => stopped);

  const answer = async (waiting: Waiting): Promise<void> => {
    const outcome = await insist(waiting);
    if (outcome === 'answered' || stopped) inHand.delete(keyOf(waiting));
    else later(secondWind, () => queue(waiting));
  };
  const queue = (waiting: Waiting): void => {
    const { conversationId } = waiting;
    const next = (queues.get(conversationId) ?? Promise.resolve()).then(() => answer(waiting));
    queues.set(conversationId, next);
    void options.track(next).finally(() => {
      if (queues.get(conversationId) === next) queues.delete(conversationId);
    });
  };
  const enqueue: Turns['enqueue'] = (waiting) => {
    if (inHand.has(keyOf(waiting))) return;
    inHand.add(keyOf(waiting));
    queue(waiting);
  };
  const takeOver = async (): Promise<void> => {
    for (const { conversationId, id, sequence, activity } of await log.takeOver()) {
      const { message } = readEntry(activity);
      if (message !== undefined) enqueue({ conversationId, id, sequence, ahead: true, message });
    }
  };
  const lookOut = async (): Promise<void> => {
    // A database that is away is said by whoever needs it.
    await takeOver().catch(() => undefined);
    later(lookMs, () => void lookOut());
  };
  const later = (ms: number, work: () => void): void => {
    if (stopped) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms).unref();
    timers.add(timer);
  };
  return {
    enqueue,
    start: async () => {
      await takeOver();
      later(lookMs, () => void lookOut());
    },
    deliver: show,
    stop: () => {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** Takes a message's turn and shows what comes of it; what fails is tried again, until the server stops. */
function createAnswering(options: TurnsOptions, isStopped: () => boolean) {
  const { log, feed, chatLog } = options;
  const show = async (conversationId: string, id: string, replies: readonly Reply[], replyToId?: string) => {
    for (const [index, said] of replies.flatMap(bubbles).entries()) {
      // The id follows from the message's, so that a turn that runs again shows nothing twice.
      const shown = bubble(said, `${id}-r${index}`, options, replyToId);
      await feed.append(conversationId, { shown }, shown.id, true);
    }
  };
  const sayStillWorking = async ({ conversationId, id, message: { lang } }: Waiting): Promise<void> => {
    const notice = { kind: 'notice' as const, text: options.phrases(lang).say('turn.slow') };
    await show(conversationId, `${id}-slow`, [notice]).catch((error: unknown) =>
      chatLog.error({ err: error, conversationId }, 'A visitor could not be told to wait'),
    );
  };
  const turn = async (waiting: Waiting): Promise<void> => {
    const { conversationId, id, message } = waiting;
    feed.pass(conversationId, typing(id, options));
    const slow = setTimeout(() => void sayStillWorking(waiting), patienceMs);
    const replies = await inTurn(waiting).finally(() => clearTimeout(slow));
    // A client never sees the event that began the conversation, and Web Chat holds back answers to
    // what it has not seen.
    await show(conversationId, id, replies, message.kind === 'event' ? undefined : id);
    await log.markProcessed(conversationId, id);
  };
  const inTurn = async ({ conversationId, sequence, ahead, message }: Waiting) => {
    // What was said first is answered first, also where two servers were told.
    while (ahead && !isStopped() && (await log.isAhead(conversationId, sequence))) await wait(aheadMs);
    return options.takeMessage(message);
  };
  const insist = async (waiting: Waiting): Promise<'answered' | 'given-up'> => {
    for (const pause of [...retries, undefined]) {
      try {
        await turn(waiting);
        return 'answered';
      } catch (error) {
        const { conversationId, id } = waiting;
        chatLog.error({ err: error, conversationId, activity: id }, 'A turn failed');
        // What fails while the server stops is answered by another one.
        if (isStopped() || pause === undefined) break;
        await wait(pause);
      }
    }
    return 'given-up';
  };
  return { show, insist };
}

const keyOf = ({ conversationId, id }: Waiting): string => `${conversationId} ${id}`;

const botOf = ({ botName }: TurnsOptions) => ({ id: 'firstline', name: botName(), role: 'bot' }) as const;

const bubbles = (reply: Reply) =>
  toActivities(reply, abilitiesOf('directline')).map((activity) => ({
    ...activity,
    channelData: { kind: reply.kind },
  }));

const bubble = (
  said: ReturnType<typeof bubbles>[number],
  id: string,
  options: TurnsOptions,
  replyToId?: string,
): ShownActivity => ({
  ...said,
  id,
  timestamp: new Date(options.now()).toISOString(),
  from: botOf(options),
  ...(replyToId !== undefined && { replyToId }),
});

const typing = (id: string, options: TurnsOptions): ShownActivity => ({
  type: 'typing',
  id: `${id}-typing`,
  timestamp: new Date(options.now()).toISOString(),
  from: botOf(options),
});
