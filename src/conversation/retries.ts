import type { Message } from './message.ts';
import type { Reply } from './reply.ts';

/** From here on a channel may think that its message was lost; ms. */
const slow = 8000;
/** For so long after a slow turn its retry may still come; ms. */
const late = 20_000;

interface Turn {
  readonly said: string;
  readonly began: number;
  readonly replies: Promise<readonly Reply[]>;
  ended?: number;
}

/**
 * Some channels send a message again, under a new id, when its turn takes 8 seconds or more: the retry
 * gets the replies of that turn. Only then: who types "skip" twice means it twice. In memory, since
 * a channel retries at the process that kept it waiting; `now` in ms of a clock that nobody sets, such as
 * `performance.now`: by the time of day a turn would seem slow, or its retry new, when that is set.
 */
export function catchRetries(now: () => number) {
  const newest = new Map<string, Turn>();
  return (message: Message, run: () => Promise<readonly Reply[]>): Promise<readonly Reply[]> => {
    const said = whatIsSaid(message);
    const before = newest.get(message.conversationId);
    if (before && before.said === said && mayBeRetried(before, now())) return before.replies;
    const turn: Turn = { said, began: now(), replies: run() };
    newest.set(message.conversationId, turn);
    const forget = () => {
      if (newest.get(message.conversationId) === turn) newest.delete(message.conversationId);
    };
    turn.replies.then(() => {
      turn.ended = now();
      if (!mayBeRetried(turn, turn.ended)) return forget();
      setTimeout(forget, late).unref();
    }, forget);
    return turn.replies;
  };
}

function mayBeRetried({ began, ended }: Turn, now: number): boolean {
  if (ended === undefined) return now - began >= slow;
  return ended - began >= slow && now - ended <= late;
}

function whatIsSaid(message: Message): string {
  const { kind, requester } = message;
  return JSON.stringify([
    requester.id,
    kind,
    kind === 'event' ? message.name : message.text,
    detail(message),
  ]);
}

const detail = (message: Message) =>
  message.kind === 'choice' ? message.value : message.kind === 'attachment' ? message.uploads : '';
