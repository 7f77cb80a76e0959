import type { Deliver } from '../ports.ts';
import { allowPreflight, crossOrigin } from './cross-origin.ts';
import { base, type DirectLine, type DirectLineOptions } from './direct-line.ts';
import { createFeed } from './feed.ts';
import { webId } from './from-client.ts';
import { mountActivities } from './mount-activities.ts';
import { mountConversations } from './mount-conversations.ts';
import { mountPageData } from './mount-page-data.ts';
import { mountStream } from './mount-stream.ts';
import { mountTokens } from './mount-tokens.ts';
import { createTokens } from './tokens.ts';
import { createTurns } from './turns.ts';

export interface WebChat {
  /** Whether a conversation is of this chat, by its id. */
  readonly holds: (conversationId: string) => boolean;
  /** Shows replies that answer no message. `id` makes it once. */
  readonly deliver: Deliver;
}

/** A visitor may stay away for so long and find the chat again, s. */
const tokenSeconds = 30 * 24 * 60 * 60;
const webPrefix = webId('');

/**
 * Direct Line 3.0 under /v3/directline, for our page and for Microsoft's clients. It is no BotAdapter of
 * the SDK's: the engine gives data, which an adapter would only unwrap again.
 */
export async function mountDirectLine(options: DirectLineOptions): Promise<WebChat> {
  const { server, activityLog: log, takeMessage, botName, now, trustedOrigins, secret } = options;
  const feed = createFeed(log);
  const turns = createTurns({
    log,
    feed,
    takeMessage,
    phrases: options.phrases,
    track: server.track,
    chatLog: options.log,
    botName,
    now,
  });
  const tokens = createTokens({ secret, ttlSeconds: tokenSeconds, now });
  const line: DirectLine = {
    options,
    route: crossOrigin(server, trustedOrigins),
    tokens,
    feed,
    turns,
  };
  allowPreflight(server, `${base}/*`, trustedOrigins);
  mountTokens(line);
  mountConversations(line);
  mountActivities(line);
  mountStream(line);
  mountPageData(line);
  server.onDrain(turns.stop);
  server.onDrained(feed.close);
  // Before the first request, so that what waited longest is answered first.
  await turns.start();
  return {
    holds: (conversationId) => conversationId.startsWith(webPrefix),
    deliver: async (conversationId, id, replies) => {
      const own = conversationId.slice(webPrefix.length);
      if (!(await feed.exists(own))) return 'unreachable';
      await turns.deliver(own, id, replies);
      return 'delivered';
    },
  };
}
