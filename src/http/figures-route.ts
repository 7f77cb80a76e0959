import type { HttpRequest } from './handler.ts';
import { type Limit, type Limits, tooOften } from './limits.ts';
import { isLocalRequest } from './origin.ts';
import { HttpProblem } from './problem.ts';
import { isSameText } from './same-text.ts';
import type { HttpServer } from './server.ts';

export interface FiguresOptions {
  readonly text: () => Promise<string>;
  readonly contentType: string;
  /** Undefined: only this machine is answered. */
  readonly token: string | undefined;
  readonly limits: Pick<Limits, 'strangers'>;
}

/** GET /metrics: to this machine, or to who bears the token. */
export function mountFigures(server: HttpServer, options: FiguresOptions): void {
  const { text, contentType, token, limits } = options;
  server.route('get', '/metrics', async (request) => {
    if (!isLocal(request)) await admit(request, token, limits.strangers);
    return {
      status: 200,
      headers: { 'content-type': contentType, 'cache-control': 'no-store' },
      body: await text(),
    };
  });
}

async function admit(request: HttpRequest, token: string | undefined, strangers: Limit): Promise<void> {
  const refused = await strangers.look(request.address);
  if (refused !== undefined) throw tooOften(refused);
  if (bears(request, token)) return;
  await strangers.count(request.address);
  throw new HttpProblem(401, 'Set METRICS_TOKEN and send it as a bearer token to read this from elsewhere.');
}

const isLocal = ({ raw }: HttpRequest): boolean => isLocalRequest(raw.headers, raw.socket.remoteAddress);

const bears = ({ raw }: HttpRequest, token: string | undefined): boolean =>
  token !== undefined && isSameText(raw.headers.authorization ?? '', `Bearer ${token}`);
