import restify from 'restify';
import { held, type ServerLimits, sockets, times } from '../limits.ts';
import { json } from './answer.ts';
import { clientAddresses } from './client-address.ts';
import type { Handler } from './handler.ts';
import { securityHeaders } from './headers.ts';
import { createHeldBytes, type HeldBytes } from './held-bytes.ts';
import { createInFlight } from './in-flight.ts';
import { problemAnswer, stopping } from './problem.ts';
import { attempt, fromRestify, limitConnections, listen, send } from './restify-bridge.ts';
import { createUpgradeRoutes, type UpgradeHandler } from './upgrade.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'del' | 'opts';

export interface HttpLog {
  readonly error: (fields: object, message: string) => void;
}

export interface ServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly log: HttpLog;
  /** How long a stop waits for turns in flight, ms. Default 10,000. */
  readonly drainMs?: number;
  /** Proxies whose X-Forwarded-For is believed: addresses and networks. Default none. */
  readonly trustedProxies?: readonly string[];
  /** Called once, where a proxy seems to be missing among them. */
  readonly onUnnamedProxy?: () => void;
  readonly limits?: Partial<ServerLimits>;
}

export interface HttpServer {
  readonly host: string;
  readonly route: (method: Method, path: string, handler: Handler) => void;
  /** What is mounted until now, as `get /healthz`. */
  readonly routes: () => readonly string[];
  readonly upgrade: (path: RegExp, handler: UpgradeHandler) => void;
  /** Work that goes on after its request was answered, and that a stop waits for. */
  readonly track: <T>(work: Promise<T>) => Promise<T>;
  /** For files on their way through memory. */
  readonly heldBytes: HeldBytes;
  /** Called when a stop begins: start nothing that the stop would have to wait for. */
  readonly onDrain: (hook: () => void) => void;
  /** Called when nothing is in flight any more: end long-lived sockets here, they have shown all there was. */
  readonly onDrained: (hook: () => void) => void;
  /** Resolves when requests are taken; from then on /healthz answers 200. */
  readonly listen: () => Promise<{ readonly url: string; readonly port: number }>;
  /** Takes no more requests, waits for what is in flight, then lets go of the port. */
  readonly close: () => Promise<void>;
}

type Phase = 'starting' | 'ready' | 'draining';

/** A server with limits, headers, health and problem details; what it serves is mounted with `route`. */
export function createServer(options: ServerOptions): HttpServer {
  const server = restify.createServer({ name: '' });
  const flight = createInFlight();
  const fault = (error: unknown): void => options.log.error({ err: error }, 'A request failed');
  const limits = { ...times, ...sockets, ...held, ...options.limits };
  const addressOf = clientAddresses(options.trustedProxies ?? [], options.onUnnamedProxy);
  const upgrades = createUpgradeRoutes({ fault, addressOf, limits });
  const drain: (() => void)[] = [];
  const drained: (() => void)[] = [];
  let phase: Phase = 'starting';

  server.pre((_request, response, next) => {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    next();
  });
  server.on(
    'restifyError',
    (_request: restify.Request, response: restify.Response, error: unknown, done: () => void) => {
      send(response, problemAnswer(fromRestify(error, fault)));
      done();
    },
  );
  // restify passes the socket's errors on, and nobody listening would end the process.
  server.on('error', (error: unknown) => {
    if (phase !== 'starting') fault(error);
  });
  limitConnections(server.server, limits);

  const routes: string[] = [];
  const route: HttpServer['route'] = (method, path, handler) => {
    routes.push(`${method} ${path}`);
    const handle = async (request: restify.Request, response: restify.Response): Promise<void> => {
      const answer =
        phase === 'draining'
          ? problemAnswer(stopping())
          : await flight.track(attempt(handler, request, { addressOf, fault }));
      if (phase === 'draining') response.setHeader('connection', 'close');
      send(response, answer);
    };
    server[method](path, handle);
    if (method === 'get') server.head(path, handle);
  };
  server.on('upgrade', (request, socket, head) => void flight.track(upgrades.handle(request, socket, head)));
  route('get', '/healthz', async () => {
    if (phase !== 'ready') throw stopping();
    return json(200, { status: 'ok' });
  });

  return {
    host: options.host,
    route,
    routes: () => routes,
    upgrade: upgrades.add,
    track: flight.track,
    heldBytes: createHeldBytes(limits),
    onDrain: (hook) => drain.push(hook),
    onDrained: (hook) => drained.push(hook),
    listen: async () => {
      await listen(server, options);
      phase = 'ready';
      const { port } = server.address();
      return {
        port,
        url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
      };
    },
    close: async () => {
      phase = 'draining';
      const closed = new Promise<void>((resolve) => void server.server.close(() => resolve()));
      for (const hook of drain) hook();
      server.server.closeIdleConnections();
      await flight.idle(options.drainMs ?? 10_000);
      for (const hook of drained) hook();
      server.server.closeAllConnections();
      await closed;
    },
  };
}
