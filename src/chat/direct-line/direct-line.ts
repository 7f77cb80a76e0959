import type { IncomingHttpHeaders } from 'node:http';
import type { Desk } from '../../conversation/run-turn.ts';
import type { OwnWorkOrders } from '../../conversation/stores.ts';
import type { HttpRequest } from '../../http/handler.ts';
import type { Limits } from '../../http/limits.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { HttpServer } from '../../http/server.ts';
import type { ActivityLog, ChatLog, Phrases, TakeMessage, UploadStore } from '../ports.ts';
import type { Feed } from './feed.ts';
import { bearerOf, type Claims, type Tokens } from './tokens.ts';
import type { Turns } from './turns.ts';

export interface DirectLineOptions {
  readonly server: HttpServer;
  readonly takeMessage: TakeMessage;
  readonly activityLog: ActivityLog;
  readonly uploads: UploadStore;
  readonly own: Pick<OwnWorkOrders, 'list'>;
  /** Asked anew each time, since the desk's content is live. */
  readonly desk: () => Pick<Desk, 'settings' | 'phrases' | 'knowledge'>;
  readonly phrases: Phrases;
  readonly log: ChatLog;
  /** Random, 128 bits or more. */
  readonly newId: () => string;
  /** Epoch ms. */
  readonly now: () => number;
  readonly botName: () => string;
  /** Signs tokens; its holder may name users. 32 characters or more, the same after a restart. */
  readonly secret: string;
  /** Origins of other sites whose pages may use the chat, as `https://www.example.com`. */
  readonly trustedOrigins: readonly string[];
  readonly limits: Limits;
}

/** What the routes of the Direct Line share. */
export interface DirectLine {
  readonly options: DirectLineOptions;
  readonly route: HttpServer['route'];
  readonly tokens: Tokens;
  readonly feed: Feed;
  readonly turns: Turns;
}

export const base = '/v3/directline';

/** Whose token a request carries, which must be for the conversation in its path. */
export async function authenticate({ tokens }: DirectLine, { raw, params }: HttpRequest): Promise<Claims> {
  const bearer = bearerOf(raw.headers.authorization);
  if (bearer === undefined) throw unauthorised();
  const claims = await tokens.verify(bearer);
  if (params.id !== undefined && params.id !== claims.conversationId) throw foreign();
  return claims;
}

/** The same for whatever says nothing and sends no file: a conversation may do so much of it. */
export async function authenticateReading(line: DirectLine, request: HttpRequest): Promise<Claims> {
  const claims = await authenticate(line, request);
  await line.options.limits.reads.take(claims.conversationId);
  return claims;
}

export const unauthorised = (): HttpProblem =>
  new HttpProblem(401, 'A token is needed. Get one from tokens/generate.', { 'www-authenticate': 'Bearer' });

export const foreign = (): HttpProblem => new HttpProblem(403, 'This token is for another conversation.');

/** The watermark a client has; it may be left out, or empty, for everything. */
export function watermarkOf(query: URLSearchParams): number {
  const text = query.get('watermark') ?? '';
  if (text === '' || text === '-') return 0;
  if (!/^\d{1,15}$/.test(text))
    throw new HttpProblem(400, 'Unexpected watermark, expected one from an earlier answer.');
  return Number(text);
}

/** Where clients reach this server, for WebSockets: as they called it. */
export function socketBase(headers: IncomingHttpHeaders): string {
  // Set by the proxy that ends TLS; a client that invents it only misleads itself.
  const secure =
    String(headers['x-forwarded-proto'] ?? '')
      .split(',')[0]
      ?.trim() === 'https';
  return `${secure ? 'wss' : 'ws'}://${headers.host ?? 'localhost'}`;
}
