import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deskFolder, openTestDesk, type TestDesk } from '../desk.ts';
import { activity, type Channel, openChannel, post } from './channel.ts';

let folder: Awaited<ReturnType<typeof deskFolder>>;
let desk: TestDesk;
let channel: Channel;

beforeEach(async () => {
  folder = await deskFolder();
  channel = await openChannel();
  desk = await openTestDesk(folder.path);
});
afterEach(async () => {
  await desk.stop();
  await channel.close();
  await folder.remove();
});

const say = (more: object = {}): Promise<Response> => post(desk.url, activity(channel.serviceUrl, more));

describe('POST /api/messages', () => {
  it('takes a message and answers at the serviceUrl', async () => {
    expect((await say()).status).toBe(200);
    expect(desk.seen).toEqual([
      {
        id: 'activity-1',
        conversationId: 'emulator/conversation-1',
        requester: { id: 'emulator/user-1', name: 'Ann' },
        lang: 'en-GB',
        zone: 'Europe/Berlin',
        kind: 'utterance',
        text: 'hello',
      },
    ]);
    expect(channel.received).toMatchObject([
      { type: 'message', text: 'You said: hello', replyToId: 'activity-1', textFormat: 'markdown' },
    ]);
  });

  it('welcomes whoever joins, and not itself', async () => {
    await say({ type: 'conversationUpdate', text: null, membersAdded: [{ id: 'bot-1' }] });
    expect(desk.seen).toEqual([]);
    await say({ type: 'conversationUpdate', text: null, membersAdded: [{ id: 'user-1' }] });
    expect(desk.seen).toMatchObject([
      { kind: 'event', name: 'started', requester: { id: 'emulator/user-1' } },
    ]);
    expect(channel.received).toMatchObject([
      { suggestedActions: { actions: [{ title: 'Pending deposit' }] } },
    ]);
  });

  it.each(['typing', 'messageReaction', 'event', 'endOfConversation'])(
    'has nothing to say to %s',
    async (type) => {
      expect((await say({ type })).status).toBe(200);
      expect(channel.received).toEqual([]);
    },
  );

  it('leaves its own name out of the question', async () => {
    const entities = [{ type: 'mention', text: '<at>Bot</at>', mentioned: { id: 'bot-1', name: 'Bot' } }];
    await say({ text: '<at>Bot</at> hello', entities });
    expect(desk.seen).toMatchObject([{ kind: 'utterance', text: 'hello' }]);
  });

  it.each([
    ['a button', { text: 'File it', value: { choice: 'file:form-1' } }, 'File it'],
    ['a card in Teams', { text: undefined, value: { choice: 'file:form-1', more: 1 } }, 'file:form-1'],
    ['a plain value', { text: 'File it', value: 'file:form-1' }, 'File it'],
  ])('takes a choice from %s', async (_name, more, text) => {
    await say(more);
    expect(desk.seen).toMatchObject([{ kind: 'choice', value: 'file:form-1', text }]);
  });

  it('lists the choices where a channel shows no buttons', async () => {
    await say({ channelId: 'sms', text: 'review' });
    expect(channel.received).toMatchObject([
      { text: 'Please check: your e-mail is a@b.example.\n\n1. File it\n2. Change something' },
    ]);
    expect(channel.received[0]).not.toHaveProperty('attachments');
  });

  it('puts the choices into the card in Teams', async () => {
    await say({ channelId: 'msteams', text: 'review' });
    const [reply] = channel.received;
    expect(reply).not.toHaveProperty('suggestedActions');
    expect(reply).toMatchObject({
      attachments: [{ content: { actions: [{ title: 'File it', data: { choice: 'file:form-1' } }, {}] } }],
    });
  });

  it('shows what people wrote as they wrote it', async () => {
    await say({ text: 'review' });
    expect(JSON.stringify(channel.received)).toContain(
      '\\\\*no\\\\* and \\\\[this\\\\](https://evil.example)',
    );
  });

  it('gives the replies in the answer where the channel waits for them', async () => {
    const response = await say({ deliveryMode: 'expectReplies' });
    expect(await response.json()).toMatchObject({ activities: [{ text: 'You said: hello' }] });
  });

  it('says that a channel did not take the reply, so that it tries again', async () => {
    channel.breakDown();
    const response = await say();
    expect(response.status).toBe(502);
    expect(response.headers.get('content-type')).toMatch('application/problem+json');
  });
});

describe('who is heard', () => {
  it('hears nobody who came through a proxy or under a foreign name, without an app id', async () => {
    const proxied = await post(desk.url, activity(channel.serviceUrl), { 'x-forwarded-for': '203.0.113.9' });
    expect(proxied.status).toBe(403);
    expect(desk.seen).toEqual([]);
  });

  it.each([
    ['none', undefined],
    ['no bearer', 'Basic abc'],
    ['no token', 'Bearer nonsense'],
    ['a foreign token', `Bearer ${unsignedToken({ iss: 'https://evil.example' })}`],
    [
      'a broken payload',
      `Bearer ${Buffer.from('{"typ":"JWT","alg":"RS256"}').toString('base64url')}.e30x.c2ln`,
    ],
  ])('answers 401 to an Authorization header with %s, with an app id', async (_name, authorization) => {
    const registration = { appId: '6a1f0a52-0000-4000-8000-000000000000', appPassword: 'x' };
    const other = await openTestDesk(folder.path, { registration });
    try {
      const response = await post(
        other.url,
        activity(channel.serviceUrl),
        authorization ? { authorization } : {},
      );
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ status: 401, title: 'Unauthorized' });
      expect(other.seen).toEqual([]);
    } finally {
      await other.stop();
    }
  });
});

function unsignedToken(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256', typ: 'JWT', kid: 'k' })}.${part(claims)}.c2lnbmF0dXJl`;
}
