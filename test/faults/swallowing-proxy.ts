import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface SwallowingProxy {
  readonly port: number;
  /** From now on no byte passes in either direction, and no connection is closed: the other end is gone. */
  readonly swallow: () => void;
  /** Lets bytes of new connections pass again; what was swallowed stays so. */
  readonly pass: () => void;
  readonly close: () => Promise<void>;
}

/** A TCP proxy in front of a port of this machine, which can become a half-open connection. */
export async function swallowingProxy(target: number): Promise<SwallowingProxy> {
  let swallowing = false;
  const sockets = new Set<Socket>();
  const pipe = (from: Socket, to: Socket): void => {
    sockets.add(from);
    let lost = false;
    from.on('data', (bytes) => {
      lost ||= swallowing;
      if (!lost) to.write(bytes);
    });
    from.on('error', () => undefined);
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    pipe(client, upstream);
    pipe(upstream, client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Unexpected address of a TCP server');
  return {
    port: address.port,
    swallow: () => {
      swallowing = true;
    },
    pass: () => {
      swallowing = false;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
