import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { HttpProblem, problemAnswer } from './problem.ts';

/** Takes the socket over, or throws an HttpProblem, which is then answered on it. */
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;

export interface UpgradeRoutes {
  readonly add: (path: RegExp, handler: UpgradeHandler) => void;
  readonly handle: UpgradeHandler;
}

export function createUpgradeRoutes(onFault: (error: unknown) => void): UpgradeRoutes {
  const routes: { path: RegExp; handler: UpgradeHandler }[] = [];
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
        await find(request)(request, socket, head);
      } catch (error) {
        if (!(error instanceof HttpProblem)) onFault(error);
        refuse(socket, error);
      } finally {
        socket.off('error', quiet);
      }
    },
  };
}

function refuse(socket: Duplex, error: unknown): void {
  const { status, headers = {}, body = '' } = problemAnswer(error);
  const lines = Object.entries({ ...headers, connection: 'close', 'content-length': String(body.length) });
  socket.on('error', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
  );
}
