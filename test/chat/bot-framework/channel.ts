import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The other end of the Bot Framework: takes what the bot says at its serviceUrl. */
export interface Channel {
  readonly serviceUrl: string;
  readonly received: readonly Record<string, unknown>[];
  /** The method and path of each. */
  readonly calls: readonly string[];
  readonly authorizations: readonly (string | undefined)[];
  /** The next call is answered with this status and these headers. */
  readonly answerNext: (status: number, headers?: Readonly<Record<string, string>>) => void;
  /** The next call gets no answer, or the beginning of one. */
  readonly fallSilentNext: (when?: 'at once' | 'after the headers') => void;
  /** A file at the connector. */
  readonly putFile: (path: string, content: string) => void;
  /** From now on every reply is turned away. */
  readonly breakDown: () => void;
  readonly close: () => Promise<void>;
}

export async function openChannel(): Promise<Channel> {
  const received: Record<string, unknown>[] = [];
  const calls: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const next: { status: number; headers: Readonly<Record<string, string>> }[] = [];
  const files = new Map<string, string>();
  let broken = false;
  let silent: 'at once' | 'after the headers' | undefined;
  const server = createServer(async (request, response) => {
    const falls = silent;
    silent = undefined;
    if (falls === 'after the headers') {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{');
    }
    if (falls !== undefined) return;
    authorizations.push(request.headers.authorization);
    const file = request.method === 'GET' ? files.get(request.url ?? '') : undefined;
    const missing = request.method === 'GET' && file === undefined;
    const usual = broken ? 503 : missing ? 404 : 200;
    const { status, headers } = next.shift() ?? { status: usual, headers: {} };
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close', ...headers });
    if (file !== undefined) return response.end(file);
    const text = await textOf(request);
    if (status < 400) {
      calls.push(`${request.method} ${request.url}`);
      received.push(JSON.parse(text));
    }
    response.end(JSON.stringify({ id: `reply-${received.length}` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    serviceUrl: `http://127.0.0.1:${port}`,
    received,
    calls,
    authorizations,
    answerNext: (status, headers = {}) => next.push({ status, headers }),
    fallSilentNext: (when = 'at once') => {
      silent = when;
    },
    putFile: (path, content) => files.set(path, content),
    breakDown: () => {
      broken = true;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

export function activity(serviceUrl: string, more: object = {}): Record<string, unknown> {
  return {
    type: 'message',
    id: 'activity-1',
    timestamp: '2026-01-05T10:00:00.000Z',
    channelId: 'emulator',
    serviceUrl,
    from: { id: 'user-1', name: 'Ann' },
    recipient: { id: 'bot-1', name: 'Bot' },
    conversation: { id: 'conversation-1' },
    text: 'hello',
    locale: 'en-GB',
    localTimezone: 'Europe/Berlin',
    ...more,
  };
}

export const post = (url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
