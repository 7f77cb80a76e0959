import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json } from '../../src/http/answer.ts';
import { readJson } from '../../src/http/body.ts';
import { HttpProblem } from '../../src/http/problem.ts';
import { createServer, type HttpServer } from '../../src/http/server.ts';

let server: HttpServer;
let url: string;
let logged: string[];

beforeEach(async () => {
  logged = [];
  const log = {
    error: (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`),
  };
  server = createServer({ host: '127.0.0.1', port: 0, log, drainMs: 2000 });
  server.route('get', '/hello/:name', async ({ params, query }) =>
    json(200, { ...params, q: query.get('q') }),
  );
  server.route('get', '/refuses', async () => {
    throw new HttpProblem(409, 'It is taken.', { 'x-more': 'yes' });
  });
  server.route('get', '/breaks', async () => {
    throw new Error('the password is 1234');
  });
  server.route('post', '/takes', async ({ raw }) => json(200, await readJson(raw, 100)));
  url = (await server.listen()).url;
});
afterEach(() => server.close());

const problemOf = async (response: Response) => ({
  status: response.status,
  type: response.headers.get('content-type'),
  body: await response.json(),
});

describe('answers', () => {
  it('gives params and query to the handler', async () => {
    expect(await (await fetch(`${url}/hello/ann%20b?q=1`)).json()).toEqual({ name: 'ann b', q: '1' });
  });

  it('reads a query to its end, also behind a question mark in it', async () => {
    expect(await (await fetch(`${url}/hello/ann?why=what?&q=1`)).json()).toMatchObject({ q: '1' });
  });

  it('takes HEAD wherever it takes GET', async () => {
    const response = await fetch(`${url}/hello/ann`, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it.each(['/healthz', '/nowhere', '/breaks', '/hello/%E0%A4%A'])(
    'carries the security headers at %s',
    async (path) => {
      const { headers } = await fetch(url + path);
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('server')).toBeNull();
    },
  );
});

describe('problems', () => {
  it('tells a refusal in its own words', async () => {
    const response = await fetch(`${url}/refuses`);
    expect(response.headers.get('x-more')).toBe('yes');
    expect(await problemOf(response)).toMatchObject({
      status: 409,
      type: 'application/problem+json; charset=utf-8',
      body: { type: 'about:blank', title: 'Conflict', status: 409, detail: 'It is taken.' },
    });
  });

  it('tells nothing of a fault, and logs it', async () => {
    const told = await problemOf(await fetch(`${url}/breaks`));
    expect(told).toMatchObject({ status: 500, body: { title: 'Internal Server Error' } });
    expect(JSON.stringify(told)).not.toContain('1234');
    expect(logged).toHaveLength(1);
  });

  it.each([
    ['GET', '/nowhere', 404],
    ['DELETE', '/takes', 405],
    ['GET', '/hello/%E0%A4%A', 404],
  ])('answers %s %s with %i', async (method, path, status) => {
    const told = await problemOf(await fetch(url + path, { method }));
    expect(told).toMatchObject({ status, type: 'application/problem+json; charset=utf-8', body: { status } });
    expect(JSON.stringify(told)).not.toContain(path);
    expect(logged).toEqual([]);
  });
});

describe('bodies', () => {
  const post = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    fetch(`${url}/takes`, { method: 'POST', headers, body });

  it('reads JSON up to its limit', async () => {
    expect((await post(JSON.stringify('x'.repeat(98)))).status).toBe(200);
    expect((await post(JSON.stringify('x'.repeat(99)))).status).toBe(413);
    expect((await post('x'.repeat(5_000_000))).status).toBe(413);
  });

  it('takes any type of JSON and no other', async () => {
    expect((await post('{}', { 'content-type': 'application/ld+json; charset=utf-8' })).status).toBe(200);
    expect((await post('{}', { 'content-type': 'text/json' })).status).toBe(415);
    expect((await post('{}', {})).status).toBe(415);
  });

  it('counts no brackets inside strings as nesting', async () => {
    expect((await post(JSON.stringify(`${'['.repeat(50)}"\\`))).status).toBe(200);
  });

  it('outlives a client that hangs up in the middle', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(
      'POST /takes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"a',
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(logged).toEqual([]);
  });
});

describe('starting and stopping', () => {
  it('waits for what is in flight, and takes nothing more', async () => {
    let finish: () => void = () => {};
    const work = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const order: string[] = [];
    server.onDrain(() => order.push('drain'));
    server.onDrained(() => order.push('drained'));
    void server.track(work.then(() => order.push('worked')));
    const closed = server.close().then(() => order.push('closed'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    expect(order).toEqual(['drain']);
    finish();
    await closed;
    expect(order).toEqual(['drain', 'worked', 'drained', 'closed']);
  });

  it('answers the request that it has already taken', async () => {
    let entered = (): void => {};
    const taken = new Promise<void>((resolve) => {
      entered = resolve;
    });
    server.route('get', '/slow', async () => {
      entered();
      await new Promise((resolve) => setTimeout(resolve, 200));
      return json(200, 'done');
    });
    const slow = fetch(`${url}/slow`);
    await taken;
    await Promise.all([server.close(), slow]);
    expect(await (await slow).json()).toBe('done');
  });

  it('does not wait for ever', async () => {
    const impatient = createServer({ host: '127.0.0.1', port: 0, log: { error: () => {} }, drainMs: 50 });
    await impatient.listen();
    void impatient.track(new Promise(() => {}));
    await impatient.close();
  });

  it('says when its port is taken', async () => {
    const second = createServer({
      host: '127.0.0.1',
      port: Number(new URL(url).port),
      log: { error: () => {} },
    });
    await expect(second.listen()).rejects.toThrow('EADDRINUSE');
    await second.close();
  });
});
