import type { Reply } from '../../conversation/reply.ts';

/** How long after a delivery its message may still be sent again by the channel, ms. */
const remembered = 10 * 60_000;

/**
 * Sends a turn's replies once, though its message comes more often: a channel that waited too long sends
 * it again, under its own id or, after a slow turn, under a new one, and then the runner gives back the
 * very same replies. A delivery that failed is forgotten, so that the retry carries it out.
 */
export function createOnce() {
  const byMessage = new Map<string, Promise<void>>();
  const byReplies = new WeakMap<readonly Reply[], Promise<void>>();
  return (key: string, replies: readonly Reply[], send: () => Promise<void>): Promise<void> => {
    const earlier = byMessage.get(key) ?? byReplies.get(replies);
    if (earlier !== undefined) return earlier;
    const sending = send();
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
