import type { IncomingMessage } from 'node:http';
import { WebSocketServer } from 'ws';
import { HttpProblem } from '../../http/problem.ts';
import { requireTrusted } from './cross-origin.ts';
import { base, type DirectLine, foreign, unauthorised, watermarkOf } from './direct-line.ts';
import { stream } from './stream.ts';

/** Pings are empty; nothing else comes in here, bytes. */
const maxPayload = 1024;

/** Tells a client that the server restarts, so that it comes back by itself. */
const serviceRestart = 1012;

const path = new RegExp(`^${base}/conversations/([\\w-]+)/stream$`);

/** The WebSocket of a conversation. */
export function mountStream(line: DirectLine): void {
  const { server, log } = line.options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false });
  const fault = (error: unknown): void => log.error({ err: error }, 'A stream failed');
  server.upgrade(path, async (request, socket, head) => {
    const from = await admit(line, request);
    sockets.handleUpgrade(request, socket, head, (open) => stream(open, { feed: line.feed, fault, ...from }));
  });
  line.route('get', `${base}/conversations/:id/stream`, async () => {
    throw new HttpProblem(426, 'This address is for WebSockets.', {
      upgrade: 'websocket',
      connection: 'upgrade',
    });
  });
  server.onDrained(() => {
    for (const open of sockets.clients) open.close(serviceRestart);
  });
}

async function admit(
  line: DirectLine,
  request: IncomingMessage,
): Promise<{ readonly conversationId: string; readonly watermark: number }> {
  requireTrusted(request.headers, line.options.trustedOrigins);
  const { pathname, searchParams } = new URL(request.url ?? '', 'ws://localhost');
  const token = searchParams.get('t');
  if (token === null) throw unauthorised();
  const { conversationId } = await line.tokens.verifyForStream(token);
  if (path.exec(pathname)?.[1] !== conversationId) throw foreign();
  return { conversationId, watermark: watermarkOf(searchParams) };
}
