import type { Answer } from '../../http/answer.ts';
import type { Handler, HttpRequest } from '../../http/handler.ts';
import { isTrustedOrigin } from '../../http/origin.ts';
import { HttpProblem, problemAnswer } from '../../http/problem.ts';
import type { HttpServer, Method } from '../../http/server.ts';

const untrusted = (): HttpProblem =>
  new HttpProblem(403, 'This page may not use the chat. Its origin must be named among the trusted origins.');

/** Throws 403 for a page of an origin that nobody named. */
export function requireTrusted(
  headers: Parameters<typeof isTrustedOrigin>[0],
  trusted: readonly string[],
): void {
  if (!isTrustedOrigin(headers, trusted)) throw untrusted();
}

/** The preflight of the routes below a path. */
export function allowPreflight(server: HttpServer, path: string, trusted: readonly string[]): void {
  server.route('opts', path, async ({ raw }) => {
    requireTrusted(raw.headers, trusted);
    return allow({ status: 204 }, raw.headers.origin);
  });
}

/** Mounts routes that pages of the trusted origins may call, and no others. */
export function crossOrigin(server: HttpServer, trusted: readonly string[]): HttpServer['route'] {
  return (method: Method, path: string, handler: Handler) =>
    server.route(method, path, async (request) => {
      requireTrusted(request.raw.headers, trusted);
      return allow(await orProblem(handler, request), request.raw.headers.origin);
    });
}

/** A browser shows a page no refusal without these headers: it would take it for a lost connection. */
async function orProblem(handler: Handler, request: HttpRequest): Promise<Answer> {
  try {
    return await handler(request);
  } catch (error) {
    if (error instanceof HttpProblem) return problemAnswer(error);
    throw error;
  }
}

const allow = (answer: Answer, origin: string | undefined): Answer =>
  origin === undefined
    ? answer
    : {
        ...answer,
        headers: {
          ...answer.headers,
          vary: 'origin',
          'access-control-allow-origin': origin,
          'access-control-allow-methods': 'GET, POST',
          'access-control-allow-headers': 'authorization, content-type, x-ms-bot-agent, x-requested-with',
          'access-control-max-age': '600',
        },
      };
