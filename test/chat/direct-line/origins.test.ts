import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { openTestDesk } from '../desk.ts';
import { expectProblem, target as openTarget } from '../target.ts';

const target = openTarget();

describe('a WebSocket', () => {
  const streamUrl = async (): Promise<string> =>
    (
      (await (await target.call('GET', `/conversations/${target.given.conversationId}`)).json()) as {
        streamUrl: string;
      }
    ).streamUrl;
  const refusal = (url: string, headers: Record<string, string> = {}): Promise<number | undefined> =>
    new Promise((resolve) => {
      const socket = new WebSocket(url, { headers });
      socket.on('unexpected-response', (_request, response) => {
        response.resume();
        resolve(response.statusCode);
      });
      socket.on('open', () => socket.close());
      socket.on('close', () => resolve(undefined));
      socket.on('error', () => {});
    });

  it('opens for our own page, for a trusted site and for programs', async () => {
    expect(await refusal(await streamUrl())).toBeUndefined();
    expect(await refusal(await streamUrl(), { origin: target.desk.url })).toBeUndefined();
  });

  it('is refused from a foreign origin', async () => {
    expect(await refusal(await streamUrl(), { origin: 'https://evil.example' })).toBe(403);
  });

  it('is refused without a token, with another one, and elsewhere', async () => {
    const url = await streamUrl();
    expect(await refusal(url.replace(/[?&]t=[^&]*/, ''))).toBe(401);
    expect(await refusal(url.replace(/t=[^&]*/, `t=${target.given.token}`))).toBe(401);
    expect(await refusal(url.replace(target.given.conversationId, 'another'))).toBe(403);
    expect(await refusal(url.replace('/v3/directline/', '/elsewhere/'))).toBe(404);
    expect(await refusal(url.replace(/watermark=\d+/, 'watermark=x'))).toBe(400);
  });

  it('is no page', async () => {
    const url = (await streamUrl()).replace('ws:', 'http:');
    await expectProblem(await fetch(url), 426);
  });

  it('may hang up at any moment', async () => {
    const { pathname, search } = new URL(await streamUrl());
    const { port } = target.desk;
    const asked = `GET ${pathname}${search} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
    for (let time = 0; time < 20; time++) {
      const socket = connectTcp(port, '127.0.0.1');
      socket.write(asked, () => socket.resetAndDestroy());
      await once(socket, 'close');
    }
  });
});

describe('a page of another site', () => {
  it('is kept out, also from the preflight', async () => {
    const origin = 'https://evil.example';
    await expectProblem(await target.call('POST', '/tokens/generate', {}, { origin }), 403);
    expect((await target.call('OPTIONS', '/tokens/generate', undefined, { origin })).status).toBe(403);
  });

  it('is let in where it is trusted, and sees refusals too', async () => {
    const origin = 'https://www.example.com';
    const trusting = await openTestDesk(target.folder, { trustedOrigins: [origin] });
    try {
      const ask = (path: string, method: string, headers: object = {}): Promise<Response> =>
        fetch(`${trusting.url}/v3/directline${path}`, { method, headers: { origin, ...headers } });
      expect((await ask('/tokens/generate', 'OPTIONS')).headers.get('access-control-allow-origin')).toBe(
        origin,
      );
      expect((await ask('/tokens/generate', 'POST')).headers.get('access-control-allow-origin')).toBe(origin);
      const refused = await ask('/tokens/refresh', 'POST', { authorization: 'Bearer x' });
      expect(refused.status).toBe(401);
      expect(refused.headers.get('access-control-allow-origin')).toBe(origin);
    } finally {
      await trusting.stop();
    }
  });
});
