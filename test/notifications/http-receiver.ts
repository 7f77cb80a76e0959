import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { portOf } from './smtp.ts';

export interface Posted {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface HttpReceiver {
  readonly port: number;
  readonly url: string;
  readonly posts: readonly Posted[];
  readonly connections: () => number;
  readonly post: (fits?: (posted: Posted) => boolean) => Promise<Posted>;
  readonly close: () => Promise<void>;
}

/** A real HTTP server that keeps what it is sent; `answer` says how it behaves. */
export async function startReceiver(
  answer: (response: ServerResponse, posted: Posted) => void = answering(204),
): Promise<HttpReceiver> {
  const posts: Posted[] = [];
  const waiting = new Set<() => void>();
  let connections = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const posted = {
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    posts.push(posted);
    answer(response, posted);
    for (const look of waiting) look();
  });
  server.on('connection', () => connections++);
  server.listen(0);
  await once(server, 'listening');
  const port = portOf(server.address());
  return {
    ...{ port, posts, url: `http://127.0.0.1:${port}/hook`, connections: () => connections },
    post: (fits = () => true) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = posts.find(fits);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Not chained: restify's ServerResponse, which is every one in its process, gives nothing back. */
export const answering =
  (status: number, headers: Readonly<Record<string, string>> = {}) =>
  (response: ServerResponse): void => {
    response.writeHead(status, headers);
    response.end();
  };
