import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TakeMessage } from '../../../src/chat/ports.ts';
import type { Reply } from '../../../src/conversation/reply.ts';
import { deskFolder, openTestDesk, type TestDesk } from '../desk.ts';
import { generateToken } from './client.ts';

let folder: Awaited<ReturnType<typeof deskFolder>>;
let desk: TestDesk | undefined;

beforeEach(async () => {
  folder = await deskFolder();
});
afterEach(async () => {
  await desk?.stop();
  desk = undefined;
  await folder.remove();
});

const text = (said: string): Reply => ({ kind: 'answer', text: said });

interface Visitor {
  readonly token: string;
  readonly conversationId: string;
}

async function call(visitor: Visitor, path: string, body?: object): Promise<Response> {
  return fetch(`${desk?.url}/v3/directline/conversations${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${visitor.token}` },
    ...(body && { body: JSON.stringify(body) }),
  });
}

const say = async (visitor: Visitor, said: string, clientActivityID?: string): Promise<string> => {
  const activity = { type: 'message', text: said, channelData: { clientActivityID } };
  const response = await call(visitor, `/${visitor.conversationId}/activities`, activity);
  return ((await response.json()) as { id: string }).id;
};

const texts = async (visitor: Visitor): Promise<readonly string[]> => {
  const response = await call(visitor, `/${visitor.conversationId}/activities`);
  return ((await response.json()) as { activities: { text: string }[] }).activities.map((one) => one.text);
};

describe('turns of the web chat', () => {
  it('greets once, however often a conversation is started', async () => {
    desk = await openTestDesk(folder.path);
    const visitor = await generateToken(desk.url);
    expect((await call(visitor, '', {})).status).toBe(201);
    expect((await call(visitor, '', {})).status).toBe(200);
    await expect.poll(() => texts(visitor)).toEqual(['Welcome to the test desk.']);
  });

  it('takes one turn at a time in a conversation, in the order of the messages', async () => {
    let running = 0;
    let most = 0;
    const takeMessage: TakeMessage = async (message) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 20 - Number('text' in message ? message.text : 0)));
      running -= 1;
      return 'text' in message ? [text(`re ${message.text}`)] : [];
    };
    desk = await openTestDesk(folder.path, { takeMessage });
    const visitor = await generateToken(desk.url);
    for (const said of ['1', '9', '18']) await say(visitor, said);
    await expect.poll(() => texts(visitor)).toHaveLength(6);
    expect((await texts(visitor)).filter((one) => one.startsWith('re'))).toEqual(['re 1', 're 9', 're 18']);
    expect(most).toBe(1);
  });

  it('answers a message once that a client sent twice', async () => {
    desk = await openTestDesk(folder.path);
    const visitor = await generateToken(desk.url);
    const first = await say(visitor, 'hello', 'mine');
    const second = await say(visitor, 'hello', 'mine');
    expect(second).toBe(first);
    await say(visitor, 'bye', 'other');
    await expect.poll(() => texts(visitor)).toContain('You said: bye');
    expect((await texts(visitor)).toSorted()).toEqual(['You said: bye', 'You said: hello', 'bye', 'hello']);
  });

  it('tries a turn again that failed', async () => {
    let fails = 1;
    const takeMessage: TakeMessage = async () => {
      if (fails-- > 0) throw new Error('the database is away');
      return [text('At last.')];
    };
    desk = await openTestDesk(folder.path, { takeMessage });
    const visitor = await generateToken(desk.url);
    await say(visitor, 'hello');
    await expect.poll(() => texts(visitor), { timeout: 30_000 }).toEqual(['hello', 'At last.']);
    expect(desk.logged).toContain('error A turn failed Error: the database is away');
  });

  it('answers at the next start what a stop left unanswered', async () => {
    const never: TakeMessage = async () => {
      throw new Error('going down');
    };
    desk = await openTestDesk(folder.path, { takeMessage: never });
    const visitor = await generateToken(desk.url);
    await say(visitor, 'two');
    await desk.stop();
    desk = await openTestDesk(folder.path);
    await expect.poll(() => texts(visitor)).toEqual(['two', 'One.', 'Two.']);
    await desk.stop();
    desk = await openTestDesk(folder.path);
    expect(desk.seen).toEqual([]);
    expect(await texts(visitor)).toEqual(['two', 'One.', 'Two.']);
  });

  it('finishes the turn in flight before it stops', async () => {
    desk = await openTestDesk(folder.path);
    const visitor = await generateToken(desk.url);
    await say(visitor, 'slow');
    await desk.stop();
    desk = await openTestDesk(folder.path);
    expect(await texts(visitor)).toEqual(['slow', 'You said: slow']);
  });
});
