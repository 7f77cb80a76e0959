import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import * as z from 'zod';
import { ENGINES } from '../storage/engines.ts';
import { type KilledDesk, openKilledDesk } from './killed-desk.ts';
import { answer } from './staff-member.ts';
import { newVisitor, PICTURE, said } from './visitor.ts';

const HOUR = 3_600_000;

/** How far the clock is off at each message of a filing: forwards past a draft's first hours, and back. */
const jumps = [
  ['forwards', [0, 2 * HOUR, 2 * HOUR, 2 * HOUR, 2 * HOUR, 2 * HOUR]],
  ['back', [0, 0, -2 * HOUR, -2 * HOUR, -26 * HOUR, -26 * HOUR]],
  ['there and back', [0, 2 * HOUR, 0, 5 * HOUR, -HOUR, 0]],
] as const;

describe.each(ENGINES)('a server on %s whose clock is set', (engine) => {
  let desk: KilledDesk | undefined;
  afterEach(async () => {
    await desk?.close();
    desk = undefined;
  });

  it.each(jumps)('%s in the middle of a form, files it once and tells it at once', async (_, offsets) => {
    desk = await openKilledDesk(engine);
    const url = await desk.url();
    const visitor = await newVisitor(url);
    const messages = [
      said('report a lost card'),
      said('Berlin'),
      said(`ann.${randomUUID()}@mail.example`),
      said('', { file: PICTURE }),
      said('file it'),
      said('file it'),
    ];
    for (const [at, message] of messages.entries()) {
      await desk.inject({ clockMs: offsets[at] ?? 0 });
      await visitor.say(message);
    }
    const numbers = (await visitor.heard()).flatMap(({ text }) => text.match(/WO-[\w-]{9}/g) ?? []);
    const [number = ''] = numbers;
    expect(new Set(numbers).size).toBe(1);
    await desk.settled();
    // Set far back while deliveries are under way: they are made all the same, each under one id.
    await desk.inject({ clockMs: -30 * 24 * HOUR });
    expect(await answer(url, number, randomUUID())).toBe(true);
    await desk.settled();
    const ids = desk.webhook.posts
      .filter(({ body }) => body.includes(number))
      .map(({ headers }) => headers['webhook-id']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(2);
    const heard = await visitor.heard();
    expect(heard.filter(({ text }) => text.includes('We look at it.'))).toHaveLength(1);
  });
});

const DAY = 24 * HOUR;
const granted = z.object({ token: z.string(), conversationId: z.string() });
const joined = z.object({ token: z.string(), streamUrl: z.string() });

/** The web chat as a client calls it: gives the status and what was answered. */
const caller = (url: string) => async (method: string, path: string, token?: string, text?: string) => {
  const response = await fetch(`${url}/v3/directline/${path}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
    },
    ...(text !== undefined && { body: JSON.stringify({ type: 'message', text }) }),
  });
  return { status: response.status, body: await response.text() };
};

/** What a WebSocket is refused with; 101 where it opens. */
const knock = (streamUrl: string): Promise<number | undefined> =>
  new Promise((resolve) => {
    const socket = new WebSocket(streamUrl);
    socket.on('error', () => undefined);
    socket.on('unexpected-response', (request, { statusCode }) => {
      request.destroy();
      resolve(statusCode);
    });
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
  });

describe('a token of the web chat, when the clock is set', () => {
  let desk: KilledDesk;
  let call: ReturnType<typeof caller>;
  let given: z.infer<typeof granted>;
  const conversation = (): string => `conversations/${given.conversationId}`;
  const atClock = (clockMs: number): Promise<void> => desk.inject({ clockMs });
  const says = async (text: string): Promise<number> =>
    (await call('POST', `${conversation()}/activities`, given.token, text)).status;
  const comesBack = async () => {
    const { status, body } = await call('GET', conversation(), given.token);
    expect(status).toBe(200);
    return joined.parse(JSON.parse(body));
  };

  beforeEach(async () => {
    desk = await openKilledDesk('sqlite');
    call = caller(await desk.url());
    given = granted.parse(JSON.parse((await call('POST', 'tokens/generate')).body));
    expect((await call('POST', 'conversations', given.token)).status).toBe(201);
    expect(await says('when are you open')).toBe(200);
  });
  afterEach(() => desk.close());

  it('far forward, is good until its last day and dead from then on, for every use; and the desk serves on', async () => {
    await atClock(30 * DAY - HOUR);
    const { streamUrl } = await comesBack();
    expect(await says('when are you open')).toBe(200);
    await atClock(30 * DAY + HOUR);
    for (const [method, path] of [
      ['GET', conversation()],
      ['GET', `${conversation()}/activities`],
      ['POST', 'tokens/refresh'],
      ['POST', 'tokens/generate'],
      ['POST', 'conversations'],
    ] as const)
      expect([path, await call(method, path, given.token)]).toMatchObject([
        path,
        { status: 403, body: expect.stringContaining('expired') },
      ]);
    expect(await says('let me in')).toBe(403);
    expect(await knock(streamUrl)).toBe(403);
    // Whoever comes without one is served as ever, and what one was told before stays told.
    const { token } = granted.parse(JSON.parse((await call('POST', 'tokens/generate')).body));
    expect((await call('POST', 'conversations', token)).status).toBe(201);
    expect((await call('GET', `${conversation()}/activities`, token)).status).toBe(403);
    await desk.settled();
  });

  it('forward by mistake and back again, is as good as it was, and the conversation goes on', async () => {
    const before = await comesBack();
    await atClock(400 * DAY);
    expect(await says('lost')).toBe(403);
    await atClock(0);
    expect(await says('when are you open')).toBe(200);
    await desk.settled();
    expect(await knock(before.streamUrl)).toBe(101);
    const heard = (await call('GET', `${conversation()}/activities`, given.token)).body;
    expect(heard.match(/"text":"when are you open"/g)).toHaveLength(2);
    expect(heard).not.toContain('"lost"');
  });

  it('back, is good at once and for no longer than it says; so is one that was given out meanwhile', async () => {
    await atClock(-400 * DAY);
    expect(await knock((await comesBack()).streamUrl)).toBe(101);
    expect(await says('when are you open')).toBe(200);
    const meanwhile = await comesBack();
    await desk.settled();
    // Its days were counted by the clock of then: they are over when the clock is right again.
    await atClock(0);
    expect((await call('GET', conversation(), meanwhile.token)).status).toBe(403);
    expect(await knock(meanwhile.streamUrl)).toBe(403);
    expect(await says('when are you open')).toBe(200);
    await atClock(31 * DAY);
    expect(await says('let me in')).toBe(403);
    await desk.settled();
  });
});
