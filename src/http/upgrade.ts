import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ServerLimits } from '../limits.ts';
import type { AddressOf } from './client-address.ts';
import { HttpProblem, problemAnswer } from './problem.ts';

/** Takes the socket over, or throws an HttpProblem, which is then answered on it. */
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;

export interface UpgradeRoutes {
  readonly add: (path: RegExp, handler: UpgradeHandler) => void;
  readonly handle: UpgradeHandler;
}

export interface UpgradeOptions {
  readonly fault: (error: unknown) => void;
  readonly addressOf: AddressOf;
  readonly limits: Pick<ServerLimits, 'webSockets' | 'webSocketsByAddress'>;
}

export function createUpgradeRoutes({ fault, addressOf, limits }: UpgradeOptions): UpgradeRoutes {
  const routes: { path: RegExp; handler: UpgradeHandler }[] = [];
  const places = createPlaces(limits);
  const find = (request: IncomingMessage): UpgradeHandler => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const route = routes.find((one) => one.path.test(path));
    if (route === undefined) throw new HttpProblem(404, 'There is no WebSocket at this path.');
    return route.handler;
  };
  return {
    add: (path, handler) => routes.push({ path, handler }),
    handle: async (request, socket, head) => {
      // Without a listener, a client that hangs up meanwhile would end the process.
      const quiet = (): void => {};
      socket.on('error', quiet);
      try {
        const handler = find(request);
        places.take(addressOf(request), socket);
        await handler(request, socket, head);
      } catch (error) {
        if (!(error instanceof HttpProblem)) fault(error);
        refuse(socket, error);
      } finally {
        socket.off('error', quiet);
      }
    },
  };
}

/** Open sockets cost memory for as long as they are open: so many there are, and so many of one address. */
function createPlaces({ webSockets, webSocketsByAddress }: UpgradeOptions['limits']) {
  const taken = new Map<string, number>();
  let all = 0;
  const change = (address: string, by: 1 | -1): void => {
    const own = (taken.get(address) ?? 0) + by;
    all += by;
    if (own === 0) taken.delete(address);
    else taken.set(address, own);
  };
  return {
    take: (address: string, socket: Duplex): void => {
      if (all >= webSockets) throw full(503, 'The desk has no room for another WebSocket.');
      if ((taken.get(address) ?? 0) >= webSocketsByAddress)
        throw full(429, 'Too many WebSockets are open from this address.');
      change(address, 1);
      socket.once('close', () => change(address, -1));
    },
  };
}

const full = (status: number, what: string): HttpProblem =>
  new HttpProblem(status, `${what} Polling works meanwhile.`, { 'retry-after': '30' });

function refuse(socket: Duplex, error: unknown): void {
  const { status, headers = {}, body = '' } = problemAnswer(error);
  const length = String(Buffer.byteLength(body));
  const lines = Object.entries({ ...headers, connection: 'close', 'content-length': length });
  socket.on('error', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
  );
}
