import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';

/** A plain proxy: each request, and each WebSocket, goes to any of the servers. */
export interface RoundRobin {
  readonly url: string;
  /** From now on. What is under way goes on. */
  readonly among: (urls: readonly string[]) => void;
  readonly close: () => Promise<void>;
}

export async function roundRobin(): Promise<RoundRobin> {
  let servers: readonly URL[] = [];
  const sockets = new Set<Socket>();
  const agent = new Agent({ keepAlive: true });
  const pick = (): URL | undefined => servers[Math.floor(Math.random() * servers.length)];

  const proxy = createServer((incoming, outgoing) => {
    const unavailable = (): void => void outgoing.writeHead(502).end();
    const server = pick();
    if (server === undefined) return unavailable();
    const passed = request(targetOf(server, incoming, agent), (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      // Cut in the middle: so is the client, who then knows that it has not all.
      answer.on('error', () => outgoing.destroy());
    });
    passed.on('error', () => (outgoing.headersSent ? outgoing.destroy() : unavailable()));
    incoming.pipe(passed);
  });
  proxy.on('upgrade', (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
    const server = pick();
    socket.on('error', () => undefined);
    if (server === undefined) return void socket.destroy();
    const upstream = connect(Number(server.port), server.hostname, () => {
      upstream.write(`${headOf(incoming)}\r\n\r\n`);
      upstream.write(head);
      socket.pipe(upstream).pipe(socket);
    });
    upstream.on('error', () => socket.destroy());
    upstream.on('close', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
  });
  proxy.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('Unexpected address of a TCP server');
  return {
    url: `http://127.0.0.1:${address.port}`,
    among: (urls) => {
      servers = urls.map((url) => new URL(url));
    },
    close: async () => {
      const closed = once(proxy, 'close');
      proxy.close();
      for (const socket of sockets) socket.destroy();
      agent.destroy();
      await closed;
    },
  };
}

const targetOf = (server: URL, { method, url, headers }: IncomingMessage, agent: Agent) => ({
  host: server.hostname,
  port: server.port,
  path: url ?? '/',
  method: method ?? 'GET',
  headers,
  agent,
});

function headOf({ method, url, rawHeaders }: IncomingMessage): string {
  const headers = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}`] : [],
  );
  return [`${method} ${url} HTTP/1.1`, ...headers].join('\r\n');
}
