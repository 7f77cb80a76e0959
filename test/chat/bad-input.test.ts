import { connect as connectTcp } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { activity, post as postActivity } from './bot-framework/channel.ts';
import { deskFolder, openTestDesk, secret, type TestDesk } from './desk.ts';
import { generateToken } from './direct-line/client.ts';

let folder: Awaited<ReturnType<typeof deskFolder>>;
let desk: TestDesk;
let given: { readonly token: string; readonly conversationId: string };

beforeAll(async () => {
  folder = await deskFolder();
  desk = await openTestDesk(folder.path);
  given = await generateToken(desk.url);
  await call('POST', '/conversations', {});
});
afterAll(async () => {
  await desk.stop();
  await folder.remove();
});
// Whatever was thrown at it, it must be there for the next one, and nothing may have failed inside.
afterEach(async () => {
  expect((await fetch(`${desk.url}/healthz`)).status).toBe(200);
  expect(desk.logged.filter((line) => line.startsWith('error'))).toEqual([]);
});

function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${desk.url}/v3/directline${path}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${given.token}`, ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

const activities = (): string => `/conversations/${given.conversationId}/activities`;

async function expectProblem(response: Response, status: number): Promise<string> {
  const body: unknown = await response.json();
  expect({ status: response.status, body }).toMatchObject({ status, body: { status, error: {} } });
  expect(response.headers.get('content-type')).toMatch('application/problem+json');
  const detail = (body as { detail: string }).detail;
  expect(detail).toMatch(/\w.*\.$/);
  expect(detail).not.toMatch(/node_modules|\.ts|at \w+ \(/);
  return detail;
}

const nested = (depth: number): string =>
  `{"type":"message","text":"x","value":${'['.repeat(depth)}${']'.repeat(depth)}}`;

describe('an activity that is none, at /api/messages', () => {
  const whole = activity('http://127.0.0.1:9');
  const without = (...names: string[]): object =>
    Object.fromEntries(Object.entries(whole).filter(([name]) => !names.includes(name)));

  it.each([
    ['type', 400],
    ['conversation', 400],
    ['from', 400],
    ['text', 400],
    ['channelId', 400],
    ['serviceUrl', 400],
  ])('without %s', async (name, status) => {
    expect(await expectProblem(await postActivity(desk.url, without(name)), status)).toContain(name);
  });

  it.each([
    ['not JSON', 'hello', 400],
    ['an empty body', '', 400],
    ['null', 'null', 400],
    ['a list', '[]', 400],
    ['a number for a text', { ...whole, text: 5 }, 400],
    ['an attachment of no type', { ...whole, attachments: [{ contentUrl: 'x' }] }, 400],
    ['a serviceUrl of another kind', { ...whole, serviceUrl: 'file:///etc/passwd' }, 400],
    ['deep nesting', nested(100_000), 400],
    ['5 MB', { ...whole, text: 'x'.repeat(5 * 1024 * 1024) }, 413],
  ])('%s', async (_name, body, status) => {
    await expectProblem(await postActivity(desk.url, body), status);
  });

  it('of another content type or encoding', async () => {
    await expectProblem(await postActivity(desk.url, whole, { 'content-type': 'text/plain' }), 415);
    await expectProblem(await postActivity(desk.url, 'not gzip', { 'content-encoding': 'gzip' }), 415);
  });

  it('of another method', async () => {
    await expectProblem(await fetch(`${desk.url}/api/messages`), 405);
  });
});

describe('an activity that is none, over Direct Line', () => {
  it.each([
    ['without type', { text: 'x' }, 400],
    ['without text', { type: 'message' }, 400],
    ['not JSON', '{"type":', 400],
    ['deep nesting', nested(100_000), 400],
    ['5 MB', { type: 'message', text: 'x'.repeat(5 * 1024 * 1024) }, 413],
  ])('%s', async (_name, body, status) => {
    await expectProblem(await call('POST', activities(), body), status);
  });

  it('takes an unknown attachment, which has no file in it, for what it is', async () => {
    const attachments = [{ contentType: 'application/x-unknown', contentUrl: 'https://evil.example/x' }];
    expect((await call('POST', activities(), { type: 'message', attachments })).status).toBe(200);
    const shown = await (await call('GET', activities())).text();
    expect(shown).not.toContain('evil.example');
  });

  it.each(['-1', 'x', '1e3', '99999999999999999999'])('a watermark %s', async (watermark) => {
    await expectProblem(await call('GET', `${activities()}?watermark=${watermark}`), 400);
  });

  it.each([
    ['no multipart', { 'content-type': 'application/json' }, '{}', 415],
    ['no boundary', { 'content-type': 'multipart/form-data; x=y' }, 'x', 400],
    ['torn', { 'content-type': 'multipart/form-data; boundary=b' }, '--b\r\nContent-Disp', 400],
  ])('an upload that is %s', async (_name, headers, body, status) => {
    await expectProblem(
      await call('POST', `/conversations/${given.conversationId}/upload`, body, headers),
      status,
    );
  });

  it('an upload of 11 MB', async () => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(11 * 1024 * 1024)]), 'big.bin');
    const response = await fetch(`${desk.url}/v3/directline/conversations/${given.conversationId}/upload`, {
      method: 'POST',
      headers: { authorization: `Bearer ${given.token}` },
      body: form,
    });
    await expectProblem(response, 413);
  });
});

describe('a token that is none', () => {
  it.each([
    ['missing', '', 401],
    ['malformed', 'Bearer x.y.z', 401],
    ['of no scheme', 'nonsense', 401],
    [
      'unsigned',
      `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"conv":"c","user":"u"}').toString('base64url')}.`,
      401,
    ],
  ])('%s', async (_name, authorization, status) => {
    await expectProblem(
      await call('POST', activities(), { type: 'message', text: 'x' }, { authorization }),
      status,
    );
  });

  it('expired', async () => {
    const past = await openTestDesk(folder.path, { now: () => Date.now() - 40 * 24 * 3600 * 1000 });
    const old = await generateToken(past.url);
    await past.stop();
    const authorization = `Bearer ${old.token}`;
    expect(await expectProblem(await call('POST', '/tokens/refresh', {}, { authorization }), 403)).toContain(
      'expired',
    );
  });

  it('of another conversation', async () => {
    const other = await generateToken(desk.url);
    await expectProblem(
      await call('GET', activities(), undefined, { authorization: `Bearer ${other.token}` }),
      403,
    );
  });

  it('of a conversation that never began', async () => {
    const other = await generateToken(desk.url);
    const path = `/conversations/${other.conversationId}`;
    await expectProblem(await call('GET', path, undefined, { authorization: `Bearer ${other.token}` }), 404);
  });
});

describe('who may name a user', () => {
  const generate = (body: object, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${desk.url}/v3/directline/tokens/generate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  it('nobody without the secret', async () => {
    await expectProblem(await generate({ user: { id: 'ann' } }), 403);
    await expectProblem(
      await generate({ user: { id: 'ann' } }, { authorization: `Bearer ${given.token}` }),
      403,
    );
    await expectProblem(await generate({ user: { id: 5 } }), 400);
    await expectProblem(await generate({}, { authorization: 'Bearer not-the-secret' }), 401);
  });

  it('the holder of the secret', async () => {
    const { token, conversationId } = await generateToken(
      desk.url,
      { authorization: `Bearer ${secret}` },
      { user: { id: 'ann', name: 'Ann' } },
    );
    const headers = { authorization: `Bearer ${token}` };
    await call(
      'POST',
      `/conversations/${conversationId}/activities`,
      { type: 'message', text: 'hi', from: { id: 'eve' } },
      headers,
    );
    await expect
      .poll(() => desk.seen.at(-1))
      .toMatchObject({ text: 'hi', requester: { id: 'web/ann', name: 'Ann' } });
  });

  it('keeps the visitor over a new conversation', async () => {
    const next = await generateToken(desk.url, { authorization: `Bearer ${given.token}` });
    expect(next.conversationId).not.toBe(given.conversationId);
    expect(userOf(next.token)).toBe(userOf(given.token));
    expect(userOf(given.token)).toMatch(/^dl_[\w-]{22}$/);
  });
});

const userOf = (token: string): string =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).user;

describe('a WebSocket', () => {
  const streamUrl = async (): Promise<string> =>
    ((await (await call('GET', `/conversations/${given.conversationId}`)).json()) as { streamUrl: string })
      .streamUrl;
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
    expect(await refusal(await streamUrl(), { origin: desk.url })).toBeUndefined();
  });

  it('is refused from a foreign origin', async () => {
    expect(await refusal(await streamUrl(), { origin: 'https://evil.example' })).toBe(403);
  });

  it('is refused without a token, with another one, and elsewhere', async () => {
    const url = await streamUrl();
    expect(await refusal(url.replace(/[?&]t=[^&]*/, ''))).toBe(401);
    expect(await refusal(url.replace(/t=[^&]*/, `t=${given.token}`))).toBe(401);
    expect(await refusal(url.replace(given.conversationId, 'another'))).toBe(403);
    expect(await refusal(url.replace('/v3/directline/', '/elsewhere/'))).toBe(404);
    expect(await refusal(url.replace(/watermark=\d+/, 'watermark=x'))).toBe(400);
  });

  it('is no page', async () => {
    const url = (await streamUrl()).replace('ws:', 'http:');
    await expectProblem(await fetch(url), 426);
  });

  it('may hang up at any moment', async () => {
    const { pathname, search } = new URL(await streamUrl());
    const socket = connectTcp(desk.port, '127.0.0.1');
    socket.write(
      `GET ${pathname}${search} HTTP/1.1\r\nHost: 127.0.0.1:${desk.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    );
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
  });
});

describe('a page of another site', () => {
  it('is kept out, also from the preflight', async () => {
    const origin = 'https://evil.example';
    await expectProblem(await call('POST', '/tokens/generate', {}, { origin }), 403);
    expect((await call('OPTIONS', '/tokens/generate', undefined, { origin })).status).toBe(403);
  });

  it('is let in where it is trusted, and sees refusals too', async () => {
    const origin = 'https://www.example.com';
    const trusting = await openTestDesk(folder.path, { trustedOrigins: [origin] });
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
