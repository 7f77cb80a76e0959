import { ConnectionStatus, type Message } from 'botframework-directlinejs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keptUpload } from '../../storage/kept-upload.ts';
import { deskFolder, openTestDesk, type TestDesk } from '../desk.ts';
import { type Client, connect, generateToken } from './client.ts';

describe.each([
  { mode: 'WebSocket', webSocket: true },
  { mode: 'polling', webSocket: false },
])('botframework-directlinejs over $mode', ({ webSocket }) => {
  let folder: Awaited<ReturnType<typeof deskFolder>>;
  let desk: TestDesk;
  const clients: Client[] = [];
  const open = (options: { token: string; conversationId?: string }): Client => {
    const client = connect(desk.url, { ...options, webSocket, pollingInterval: 200 });
    clients.push(client);
    return client;
  };
  const begin = async (): Promise<{ client: Client; token: string; conversationId: string }> => {
    const given = await generateToken(desk.url);
    return { ...given, client: open({ token: given.token }) };
  };

  beforeEach(async () => {
    folder = await deskFolder();
    desk = await openTestDesk(folder.path);
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.end();
    await desk.stop();
    await folder.remove();
  });

  it('welcomes, echoes and answers, in order', async () => {
    const { client } = await begin();
    const greeting = await client.waitForText('Welcome to the test desk.');
    expect(greeting).toMatchObject({ from: { role: 'bot', name: 'Test desk' }, textFormat: 'markdown' });
    expect(greeting).not.toHaveProperty('replyToId');
    const id = await client.say('hello', { channelData: { clientActivityID: 'mine' } });
    const answer = await client.waitForText('You said: hello');
    expect(answer).toMatchObject({ replyToId: id });
    const echo = await client.waitForText('hello');
    expect(echo).toMatchObject({ id, from: { role: 'user' }, channelData: { clientActivityID: 'mine' } });
    expect(echo.from.id).toMatch(/^dl_[\w-]{22}$/);
    expect(client.activities.indexOf(echo)).toBeLessThan(client.activities.indexOf(answer));
  });

  it('shows choices and cards, and takes a choice by its value', async () => {
    const { client } = await begin();
    await client.waitForText('Welcome to the test desk.');
    await client.say('review');
    const shown = await client.wait((one) => one.type === 'message' && (one.attachments?.length ?? 0) > 0);
    expect((shown as Message).suggestedActions?.actions[0]).toMatchObject({
      title: 'File it',
      value: { choice: 'file:form-1' },
    });
    await client.say('File it', { value: { choice: 'file:form-1' } });
    await client.wait((one) => JSON.stringify(one).includes('WO-TEST-0001'));
    expect(desk.seen.at(-1)).toMatchObject({ kind: 'choice', value: 'file:form-1', text: 'File it' });
  });

  it('gives the history after a reload, and after a restart of the server', async () => {
    const { client, conversationId, token } = await begin();
    await client.say('hello');
    await client.waitForText('You said: hello');
    client.end();
    await desk.stop();
    desk = await openTestDesk(folder.path);
    const again = open({ token, conversationId });
    await again.waitForText('You said: hello');
    expect(again.activities.map((one) => ('text' in one ? one.text : one.type))).toEqual([
      'Welcome to the test desk.',
      'hello',
      'You said: hello',
    ]);
    await again.say('back');
    await again.waitForText('You said: back');
  });

  it('shows a message that nobody asked for', async () => {
    const { client, conversationId } = await begin();
    await client.waitForText('Welcome to the test desk.');
    const reply = { kind: 'notice', text: 'Staff replied.' } as const;
    expect(await desk.chat.deliver(`web/${conversationId}`, 'delivery-1', [reply])).toBe('delivered');
    expect(await desk.chat.deliver(`web/${conversationId}`, 'delivery-1', [reply])).toBe('delivered');
    expect(await desk.chat.deliver('msteams/abc', 'delivery-2', [reply])).toBe('unreachable');
    await client.waitForText('Staff replied.');
    await client.say('and');
    await client.waitForText('You said: and');
    expect(client.activities.filter((one) => 'text' in one && one.text === 'Staff replied.')).toHaveLength(1);
  });

  it('takes an upload', async () => {
    const { client } = await begin();
    await client.waitForText('Welcome to the test desk.');
    const contentUrl = `data:text/plain;base64,${Buffer.from('a note').toString('base64')}`;
    await client.say('look', { attachments: [{ contentType: 'text/plain', contentUrl, name: 'note.txt' }] });
    await client.waitForText('Got note.txt.');
    const message = desk.seen.at(-1);
    const [upload] = message?.kind === 'attachment' ? message.uploads : [];
    expect(upload).toMatchObject({ name: 'note.txt', contentType: 'text/plain', bytes: 6 });
    const stored = await keptUpload(desk.storage, upload?.id ?? '');
    expect(Buffer.from(stored?.content ?? []).toString()).toBe('a note');
    expect(stored?.requesterId).toBe(message?.requester.id);
  });

  it('is told when its token is for another desk', async () => {
    const client = open({ token: 'not a token' });
    await expect(client.say('hello')).rejects.toThrow();
    expect(client.line.connectionStatus$.getValue()).toBe(ConnectionStatus.FailedToConnect);
  });
});
