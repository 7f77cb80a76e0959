import { createServer } from 'node:http';

/** The other end of a channel that hears a bot's replies apart, as Teams does: each is posted to its serviceUrl. */
export interface ReplyTaker {
  readonly serviceUrl: string;
  /** How many replies came in a conversation so far. */
  readonly repliesIn: (conversation: string) => number;
  readonly close: () => void;
}

const inConversation = /^\/v3\/conversations\/([^/]+)\/activities/;

export async function openReplyTaker(): Promise<ReplyTaker> {
  const replies = new Map<string, number>();
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const conversation = inConversation.exec(request.url ?? '')?.[1] ?? '';
    replies.set(conversation, (replies.get(conversation) ?? 0) + 1);
    request.resume();
    request.on('end', () => {
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end('{"id":"1"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    serviceUrl: `http://127.0.0.1:${port}/`,
    repliesIn: (conversation) => replies.get(conversation) ?? 0,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
