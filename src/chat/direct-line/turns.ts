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

/** Answers what is in the log: one turn at a time in a conversation, any number of conversations. */
export interface Turns {
  readonly enqueue: (conversationId: string, activityId: string, message: Message) => void;
  /** Answers what an earlier process left, before anything new in the same conversation. */
  readonly resume: () => Promise<void>;
  /** Shows replies that answer no message; told twice under one id, they are shown once. */
  readonly deliver: (conversationId: string, id: string, replies: readonly Reply[]) => Promise<void>;
  readonly stop: () => void;
}

/** Who waits longer for an answer is told that it comes, ms. */
const patienceMs = 12_000;

/** Pause before what was given up is tried once more, ms: nobody says anything again meanwhile. */
const secondWind = 60_000;

/** Pauses before another try of a turn that failed, ms: a database that restarts needs a moment. */
const retries = [250, 1000, 4000];

export function createTurns(options: TurnsOptions): Turns {
  const { log, feed, chatLog } = options;
  const queues = new Map<string, Promise<void>>();
  let stopped = false;
  let later: NodeJS.Timeout | undefined;

  const show = async (conversationId: string, id: string, replies: readonly Reply[], replyToId?: string) => {
    for (const [index, said] of replies.flatMap(bubbles).entries()) {
      // The id follows from the message's, so that a turn that runs again shows nothing twice.
      const shown = bubble(said, `${id}-r${index}`, options, replyToId);
      await feed.append(conversationId, { shown }, shown.id, true);
    }
  };
  const sayStillWorking = async (conversationId: string, id: string, { lang }: Message): Promise<void> => {
    const notice = { kind: 'notice' as const, text: options.phrases(lang).say('turn.slow') };
    await show(conversationId, `${id}-slow`, [notice]).catch((error: unknown) =>
      chatLog.error({ err: error, conversationId }, 'A visitor could not be told to wait'),
    );
  };
  const turn = async (conversationId: string, id: string, message: Message): Promise<void> => {
    feed.pass(conversationId, typing(id, options));
    const slow = setTimeout(() => void sayStillWorking(conversationId, id, message), patienceMs);
    const replies = await options.takeMessage(message).finally(() => clearTimeout(slow));
    // A client never sees the event that began the conversation, and Web Chat holds back answers to
    // what it has not seen.
    await show(conversationId, id, replies, message.kind === 'event' ? undefined : id);
    await log.markProcessed(conversationId, id);
  };
  const insist = async (conversationId: string, id: string, message: Message): Promise<void> => {
    for (const pause of [...retries, undefined]) {
      try {
        return await turn(conversationId, id, message);
      } catch (error) {
        chatLog.error({ err: error, conversationId, activity: id }, 'A turn failed');
        // What fails while the server stops is answered by the next one.
        if (stopped) return;
        if (pause === undefined) resumeLater();
        else await wait(pause);
      }
    }
  };
  const resumeLater = (): void => {
    clearTimeout(later);
    later = setTimeout(() => {
      resume().catch((error: unknown) =>
        chatLog.error({ err: error }, 'What is unanswered could not be read'),
      );
    }, secondWind).unref();
  };
  const enqueue: Turns['enqueue'] = (conversationId, id, message) => {
    const next = (queues.get(conversationId) ?? Promise.resolve()).then(() =>
      insist(conversationId, id, message),
    );
    queues.set(conversationId, next);
    void options.track(next).finally(() => {
      if (queues.get(conversationId) === next) queues.delete(conversationId);
    });
  };
  const resume: Turns['resume'] = async () => {
    for (const { conversationId, id, activity } of await log.unprocessed()) {
      const { message } = readEntry(activity);
      if (message !== undefined) enqueue(conversationId, id, message);
    }
  };
  return {
    enqueue,
    resume,
    deliver: show,
    stop: () => {
      stopped = true;
      clearTimeout(later);
    },
  };
}

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
