import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deskFolder, openTestDesk, type TestDesk } from '../chat/desk.ts';
import { generateToken } from '../chat/direct-line/client.ts';

const KB = 1024;
const ALL = 300 * KB;
const OF_ONE = 200 * KB;
const boundary = 'a-boundary';
const line = '/v3/directline/conversations';

let folder: Awaited<ReturnType<typeof deskFolder>>;
let desk: TestDesk;
const under: Slow[] = [];

beforeEach(async () => {
  folder = await deskFolder();
  desk = await openTestDesk(folder.path, {
    trustedProxies: ['127.0.0.0/8'],
    serverLimits: { fileBytes: ALL, fileBytesByHolder: OF_ONE },
  });
});
afterEach(async () => {
  for (const { end } of under.splice(0)) end();
  await desk.stop();
  await folder.remove();
});

interface Slow {
  readonly more: (bytes: number) => Promise<void>;
  /** Ends the body and gives what came of it. */
  readonly whole: () => Promise<{
    readonly status: number | undefined;
    readonly wait: string | undefined;
    readonly said: string;
  }>;
  /** Goes away in the middle. */
  readonly end: () => void;
}

/** An upload that comes in pieces, by somebody new at an address. */
async function slowly(address: string): Promise<Slow> {
  const headers = { 'x-forwarded-for': address };
  const { token, conversationId } = await generateToken(desk.url, headers);
  const sent: ClientRequest = request(`${desk.url}${line}/${conversationId}/upload`, {
    method: 'POST',
    headers: {
      ...headers,
      authorization: `Bearer ${token}`,
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
  });
  const answered = once(sent, 'response');
  answered.catch(() => undefined);
  sent.on('error', () => undefined);
  sent.write(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="note.txt"\r\n\r\n`);
  const slow: Slow = {
    more: (bytes) =>
      new Promise<void>((done, failed) => {
        sent.write('a'.repeat(bytes), (error) => (error == null ? done() : failed(error)));
      }),
    whole: async () => {
      sent.end(`\r\n--${boundary}--\r\n`);
      const [response]: IncomingMessage[] = await answered;
      if (response === undefined) throw new Error('Expected an answer');
      const { statusCode: status, headers: got } = response;
      return { status, wait: got['retry-after'], said: await text(response) };
    },
    end: () => void sent.destroy(),
  };
  under.push(slow);
  return slow;
}

/** Waits until the desk has so much of others in memory, seen by what it has no room for besides. */
async function holding(bytes: number): Promise<void> {
  while (takes([ALL - bytes + 1])) await sleep(5);
}

/** Waits until it has nothing of anybody's. */
async function holdingNothing(): Promise<void> {
  while (!takes([ALL - OF_ONE, OF_ONE])) await sleep(5);
}

function takes(shares: readonly number[]): boolean {
  const holds = shares.map(() => desk.server.heldBytes.begin(randomUUID()));
  try {
    for (const [at, hold] of holds.entries()) hold.add(shares[at] ?? 0);
    return true;
  } catch {
    return false;
  } finally {
    for (const hold of holds) hold.end();
  }
}

describe('files on their way', () => {
  it('are no more than an address may have at once, and others send theirs meanwhile', async () => {
    const [first, second] = [await slowly('198.51.100.1'), await slowly('198.51.100.1')];
    await first.more(150 * KB);
    await holding(150 * KB);
    await second.more(100 * KB);
    expect(await second.whole()).toMatchObject({
      ...{ status: 429, wait: '5' },
      said: expect.stringContaining('Send them one after the other.'),
    });
    const other = await slowly('198.51.100.2');
    await other.more(100 * KB);
    expect((await other.whole()).status).toBe(200);
    expect((await first.whole()).status).toBe(200);
    await holdingNothing();
    const later = await slowly('198.51.100.1');
    await later.more(150 * KB);
    expect((await later.whole()).status).toBe(200);
  });

  it('are no more than the desk has room for, while people go on talking', async () => {
    const held = await Promise.all([slowly('198.51.100.1'), slowly('198.51.100.2')]);
    for (const one of held) await one.more(140 * KB);
    await holding(280 * KB);
    const late = await slowly('198.51.100.3');
    await late.more(100 * KB);
    expect(await late.whole()).toMatchObject({
      ...{ status: 503, wait: '5' },
      said: expect.stringContaining('too many files just now'),
    });
    const { token, conversationId } = await generateToken(desk.url);
    const said = await fetch(`${desk.url}${line}/${conversationId}/activities`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'message', text: 'hi' }),
    });
    expect(said.status).toBe(200);
  });

  it('leave their room when their sender goes away in the middle', async () => {
    const gone = await Promise.all([slowly('198.51.100.1'), slowly('198.51.100.2')]);
    for (const one of gone) await one.more(140 * KB);
    await holding(280 * KB);
    for (const { end } of gone) end();
    await holdingNothing();
    const next = await Promise.all([slowly('198.51.100.1'), slowly('198.51.100.2')]);
    for (const one of next) await one.more(140 * KB);
    for (const one of next) expect((await one.whole()).status).toBe(200);
  });
});
