import type { Server as NodeServer } from 'node:http';
import type { Socket } from 'node:net';
import type { Request, Response, Server } from 'restify';
import type { ServerLimits } from '../limits.ts';
import type { Answer } from './answer.ts';
import type { AddressOf } from './client-address.ts';
import type { Handler, HttpRequest } from './handler.ts';
import { HttpProblem, problemAnswer } from './problem.ts';

/** Runs a handler; what it throws becomes an answer too. */
export async function attempt(
  handler: Handler,
  request: Request,
  { addressOf, fault }: { readonly addressOf: AddressOf; readonly fault: (error: unknown) => void },
): Promise<Answer> {
  try {
    return await handler(toHttpRequest(request, addressOf));
  } catch (error) {
    if (!(error instanceof HttpProblem)) fault(error);
    return problemAnswer(error);
  }
}

function toHttpRequest(request: Request, addressOf: AddressOf): HttpRequest {
  const params = Object.entries<unknown>(request.params ?? {});
  return {
    raw: request,
    address: addressOf(request),
    params: Object.fromEntries(params.map(([name, value]) => [name, String(value)])),
    query: new URLSearchParams(/\?.*/.exec(request.url ?? '')?.[0]),
  };
}

/** Past restify's formatters, which would choose a content type of their own. */
export function send(response: Response, answer: Answer): void {
  if (response.headersSent || response.destroyed) return;
  response.sendRaw(answer.status, answer.body ?? '', { ...answer.headers });
}

const known: Readonly<Record<number, string>> = {
  400: 'The request could not be read.',
  404: 'There is nothing at this path.',
  405: 'This path does not take this method.',
  406: 'This path does not give this content type.',
  413: 'The body is too large.',
  415: 'This path does not take this content type.',
};

/** restify's own errors carry messages with paths and stack parts: only their status is kept. */
export function fromRestify(error: unknown, fault: (error: unknown) => void): HttpProblem | undefined {
  const status = statusOf(error);
  if (status !== undefined && status < 500)
    return new HttpProblem(status, known[status] ?? 'The request was refused.');
  fault(error);
  return undefined;
}

const statusOf = (error: unknown): number | undefined =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;

/** A client that sends byte by byte, or nothing, must not hold a socket for ever, nor many take them all. */
export function limitConnections(server: NodeServer, limits: ServerLimits): void {
  server.headersTimeout = limits.head;
  server.requestTimeout = limits.request;
  server.keepAliveTimeout = limits.idle;
  server.timeout = limits.silent;
  let open = 0;
  server.on('connection', (socket) => {
    open++;
    socket.once('close', () => open--);
    if (open > limits.connections) turnAway(socket);
  });
}

/** Node's own maxConnections would say nothing. */
function turnAway(socket: Socket): void {
  socket.on('error', () => socket.destroy());
  socket.end(
    'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
  );
}

export const listen = (server: Server, at: { readonly host: string; readonly port: number }): Promise<void> =>
  new Promise((resolve, reject) => {
    server.server.once('error', reject);
    server.server.listen(at.port, at.host, () => {
      server.server.off('error', reject);
      resolve();
    });
  });
