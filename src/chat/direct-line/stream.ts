import type { WebSocket } from 'ws';
import { sizes, times } from '../../limits.ts';
import type { ActivitySet, Feed } from './feed.ts';

export interface StreamOptions {
  readonly feed: Feed;
  readonly conversationId: string;
  /** What the client has already. */
  readonly watermark: number;
  readonly fault: (error: unknown) => void;
}

/** Sends a conversation to a socket: what the client missed, then what comes. */
export function stream(socket: WebSocket, { feed, conversationId, watermark, fault }: StreamOptions): void {
  let read = watermark;
  let reading = false;
  let more = true;
  const send = (set: Partial<ActivitySet>): void => {
    if (socket.bufferedAmount > sizes.backlog) socket.terminate();
    else if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(set));
  };
  const pump = async (): Promise<void> => {
    more = true;
    if (reading) return;
    reading = true;
    try {
      while (more && socket.readyState === socket.OPEN) {
        more = false;
        const set = await feed.since(conversationId, read);
        read = Number(set.watermark);
        if (set.activities.length > 0) send(set);
      }
    } catch (error) {
      // The client comes back with its watermark and misses nothing.
      fault(error);
      socket.close(1011);
    } finally {
      reading = false;
    }
  };
  const unwatch = feed.watch(conversationId, {
    changed: () => void pump(),
    passing: (activity) => send({ activities: [activity] }),
  });
  const stopBeating = beat(socket);
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    unwatch();
    stopBeating();
  });
  void pump();
}

/** Ends a socket whose other end is gone without saying so, as phones do. */
function beat(socket: WebSocket): () => void {
  let alive = true;
  socket.on('pong', () => {
    alive = true;
  });
  const timer = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, times.heartbeat);
  timer.unref();
  return () => clearInterval(timer);
}
