import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { createServer, type HttpServer } from '../../src/http/server.ts';

let server: HttpServer;
let port: number;
const open: Socket[] = [];

const limits = { head: 1000, connections: 4, webSockets: 2, webSocketsByAddress: 1, silent: 500 };

beforeEach(async () => {
  server = createServer({
    ...{ host: '127.0.0.1', port: 0, log: { error: () => {} }, drainMs: 500 },
    ...{ limits, trustedProxies: ['127.0.0.1'] },
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.upgrade(/^\/stream$/, async (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, () => {});
  });
  server.onDrained(() => {
    for (const one of sockets.clients) one.terminate();
  });
  ({ port } = await server.listen());
});
afterEach(async () => {
  for (const socket of open.splice(0)) socket.destroy();
  await server.close();
});

/** A raw connection, with what came back on it until now, and when it ended. */
function dial(text = '') {
  const socket = connect(port, '127.0.0.1');
  open.push(socket);
  const heard = { text: '' };
  socket.on('data', (part) => {
    heard.text += String(part);
  });
  socket.on('error', () => {});
  // Not by `once`, which fails at a reset before it: what comes just as the server closes is answered by one.
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  if (text !== '') socket.write(text);
  return { socket, heard, closed };
}

const get = 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
const upgrade = (address: string): string =>
  `GET /stream HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Forwarded-For: ${address}\r\n` +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n';

const heardOf = async ({ heard }: ReturnType<typeof dial>): Promise<string> => {
  await expect.poll(() => heard.text).toMatch(/\r\n\r\n/);
  return heard.text;
};

describe('open sockets', () => {
  it('are so many, and who comes after is told when to try again', async () => {
    const silent = Array.from({ length: 4 }, () => dial());
    await Promise.all(silent.map(({ socket }) => once(socket, 'connect')));
    const turned = dial(get);
    expect(await heardOf(turned)).toMatch(/^HTTP\/1.1 503 .*Retry-After: 5\r\n/s);
    await turned.closed;
    silent[0]?.socket.destroy();
    await silent[0]?.closed;
    await expect
      .poll(async () => {
        const next = dial(get);
        await next.closed;
        return next.heard.text;
      })
      .toContain(' 200 ');
  });

  it('are ended when nothing moves on them, before a request and after one', async () => {
    const silent = dial();
    const kept = dial(get.replace('Connection: close\r\n', ''));
    expect(await heardOf(kept)).toContain(' 200 ');
    await Promise.all([silent.closed, kept.closed]);
  });

  it('of WebSockets are so many in all and from one address, and free again when one closes', async () => {
    const first = dial(upgrade('203.0.113.1'));
    expect(await heardOf(first)).toContain(' 101 ');
    const same = await heardOf(dial(upgrade('203.0.113.1')));
    expect(same).toMatch(/^HTTP\/1.1 429 .*retry-after: 30\r\n.*Polling works meanwhile/s);
    expect(await heardOf(dial(upgrade('203.0.113.2')))).toContain(' 101 ');
    expect(await heardOf(dial(upgrade('203.0.113.3')))).toMatch(/^HTTP\/1.1 503 .*retry-after: 30/s);
    first.socket.destroy();
    await expect.poll(async () => heardOf(dial(upgrade('203.0.113.3')))).toContain(' 101 ');
  });
});

describe('a head that comes byte by byte', () => {
  it('is given up, though something always moves', async () => {
    const { socket, heard, closed } = dial('GET /healthz HTTP/1.1\r\n');
    const drip = setInterval(() => socket.write('x-slow: 1\r\n'), 200);
    await closed;
    clearInterval(drip);
    // What is written just as it ends resets the connection, and the answer may be lost with it.
    expect(heard.text).toMatch(/^$|^HTTP\/1\.1 408 /);
    // Node looks for such requests every 30 s.
  }, 60_000);
});
