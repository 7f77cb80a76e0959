import type { Server as NodeServer } from 'node:http';
import type { Request, Response, Server } from 'restify';
import type { Answer } from './answer.ts';
import type { Handler, HttpRequest } from './handler.ts';
import { HttpProblem, problemAnswer } from './problem.ts';

/** Runs a handler; what it throws becomes an answer too. */
export async function attempt(
  handler: Handler,
  request: Request,
  fault: (error: unknown) => void,
): Promise<Answer> {
  try {
    return await handler(toHttpRequest(request));
  } catch (error) {
    if (!(error instanceof HttpProblem)) fault(error);
    return problemAnswer(error);
  }
}

function toHttpRequest(request: Request): HttpRequest {
  const params = Object.entries<unknown>(request.params ?? {});
  return {
    raw: request,
    params: Object.fromEntries(params.map(([name, value]) => [name, String(value)])),
    query: new URLSearchParams((request.url ?? '').split('?')[1] ?? ''),
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

/** A client that sends byte by byte must not hold a socket for ever. */
export function limitTimes(
  server: Pick<NodeServer, 'headersTimeout' | 'requestTimeout' | 'keepAliveTimeout'>,
): void {
  server.headersTimeout = 10_000;
  server.requestTimeout = 60_000;
  server.keepAliveTimeout = 5_000;
}

export const listen = (server: Server, at: { readonly host: string; readonly port: number }): Promise<void> =>
  new Promise((resolve, reject) => {
    server.server.once('error', reject);
    server.server.listen(at.port, at.host, () => {
      server.server.off('error', reject);
      resolve();
    });
  });
