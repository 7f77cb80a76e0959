import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { patience } from '../../../src/chat/bot-framework/patience.ts';
import type { TakeMessage } from '../../../src/chat/ports.ts';
import { keptUpload } from '../../storage/kept-upload.ts';
import { deskFolder, openTestDesk, type TestDesk } from '../desk.ts';
import { activity, type Channel, openChannel, post } from './channel.ts';

let folder: Awaited<ReturnType<typeof deskFolder>>;
let desk: TestDesk;
let channel: Channel;

const teams = {
  channelId: 'msteams',
  conversation: { id: 'a:1', conversationType: 'personal', tenantId: 't' },
};
const say = (more: object = {}): Promise<Response> =>
  post(desk.url, activity(channel.serviceUrl, { ...teams, ...more }));
const reopen = async (options: Parameters<typeof openTestDesk>[1]): Promise<void> => {
  await desk.stop();
  desk = await openTestDesk(folder.path, options);
};

beforeEach(async () => {
  [folder, channel] = await Promise.all([deskFolder(), openChannel()]);
  desk = await openTestDesk(folder.path);
});
afterEach(async () => {
  await desk.stop();
  await channel.close();
  await folder.remove();
});

describe('a card in Teams', () => {
  const use = { id: 'activity-2', text: undefined, value: { choice: 'file:form-1' }, replyToId: 'reply-1' };

  it('loses its buttons once one was used', async () => {
    await say({ text: 'review' });
    expect(channel.received[0]).toMatchObject({ attachments: [{ content: { actions: [{}, {}] } }] });
    await say(use);
    expect(channel.calls[1]).toBe('PUT /v3/conversations/a%3A1/activities/reply-1');
    const [, updated, answer] = channel.received;
    expect(updated).toMatchObject({ attachments: [{ content: { type: 'AdaptiveCard' } }] });
    expect(JSON.stringify(updated)).not.toContain('Action.Submit');
    expect(JSON.stringify(updated)).toContain('✓ file:form-1');
    expect(JSON.stringify(answer)).toContain('WO-TEST-0001');
  });

  it('does so after a restart too, and leaves other cards alone', async () => {
    await say({ text: 'review' });
    await reopen({});
    await say({ ...use, replyToId: 'reply-99' });
    expect(channel.calls.filter((call) => call.startsWith('PUT'))).toEqual([]);
    await say({ ...use, id: 'activity-3' });
    expect(channel.calls.filter((call) => call.startsWith('PUT'))).toHaveLength(1);
  });

  it('takes the choice though the card cannot be changed any more', async () => {
    await say({ text: 'review' });
    channel.answerNext(404);
    expect((await say(use)).status).toBe(200);
    expect(JSON.stringify(channel.received.at(-1))).toContain('WO-TEST-0001');
  });

  it('is answered in the card where Teams sends an invoke', async () => {
    await say({ text: 'review' });
    const value = { action: { type: 'Action.Execute', data: { choice: 'file:form-1' } }, trigger: 'manual' };
    const invoke = { ...use, type: 'invoke', name: 'adaptiveCard/action', value };
    const response = await say(invoke);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      statusCode: 200,
      type: 'application/vnd.microsoft.card.adaptive',
      value: { type: 'AdaptiveCard' },
    });
    expect(desk.seen.at(-1)).toMatchObject({ kind: 'choice', value: 'file:form-1' });
    expect(JSON.stringify(channel.received.at(-1))).toContain('WO-TEST-0001');
  });

  it.each(['composeExtension/query', undefined])(
    'says that it has nothing for an invoke %s',
    async (name) => {
      expect((await say({ type: 'invoke', name, value: {} })).status).toBe(501);
    },
  );

  it('shows choices without a card as buttons of one, and never as suggested actions', async () => {
    await say({ type: 'conversationUpdate', text: undefined, membersAdded: [{ id: 'bot-1' }] });
    expect(channel.received[0]).toMatchObject({
      text: 'Welcome to the test desk.',
      attachments: [{ content: { actions: [{ title: 'Pending deposit' }] } }],
    });
    expect(channel.received[0]).not.toHaveProperty('suggestedActions');
  });
});

describe('who is greeted in Teams', () => {
  const added = (conversationType: string, ...ids: string[]) => ({
    type: 'conversationUpdate',
    text: undefined,
    conversation: { id: `a:${conversationType}`, conversationType, isGroup: conversationType !== 'personal' },
    membersAdded: ids.map((id) => ({ id })),
  });

  it('a person once, though it is told more than once', async () => {
    await say({ ...added('personal', 'bot-1'), id: 'one' });
    await say({ ...added('personal', 'user-1'), id: 'two' });
    expect(channel.received).toHaveLength(1);
    expect(desk.seen[0]).toMatchObject({ name: 'started', requester: { id: 'msteams/user-1' } });
  });

  it.each(['groupChat', 'channel'])('a %s when the bot comes, and nobody who comes later', async (kind) => {
    await say(added(kind, 'user-2', 'user-3'));
    expect(channel.received).toHaveLength(0);
    await say(added(kind, 'bot-1'));
    expect(channel.received).toHaveLength(1);
  });
});

describe('a turn that takes long', () => {
  const gate = () => {
    let open: () => void = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    return { open: () => open(), opened };
  };

  it('is announced in time, answered when it is done, and not answered again to a retry', async () => {
    const { open, opened } = gate();
    const turn = opened.then(() => [{ kind: 'answer' as const, text: 'At last.' }]);
    await reopen({ patienceMs: 50, takeMessage: () => turn });
    expect((await say()).status).toBe(200);
    expect((await say({ id: 'activity-1b' })).status).toBe(200);
    expect(channel.received.map(({ text }) => text)).toEqual(['turn.slow in en-GB', 'turn.slow in en-GB']);
    open();
    await expect.poll(() => channel.received.map(({ text }) => text)).toContain('At last.');
    expect((await say()).status).toBe(200);
    await desk.stop();
    expect(channel.received.filter(({ text }) => text === 'At last.')).toHaveLength(1);
    desk = await openTestDesk(folder.path);
  });

  it('is asked for again where it is heard in the answer alone, and is there when it is done', async () => {
    const { open, opened } = gate();
    const turn = opened.then(() => [{ kind: 'answer' as const, text: 'At last.' }]);
    await reopen({ patienceMs: 50, takeMessage: () => turn });
    const slow = await say({ deliveryMode: 'expectReplies' });
    expect([slow.status, slow.headers.get('retry-after')]).toEqual([503, '1']);
    open();
    const again = await say({ deliveryMode: 'expectReplies' });
    expect(await again.json()).toMatchObject({ activities: [{ text: 'At last.' }] });
    expect(channel.received).toEqual([]);
  });

  it('shows that somebody types meanwhile', async () => {
    const { open, opened } = gate();
    const takeMessage: TakeMessage = async () => {
      await opened;
      return [{ kind: 'answer', text: 'Done.' }];
    };
    await reopen({ takeMessage });
    const answered = say();
    await expect.poll(() => channel.received, { timeout: 30_000 }).toMatchObject([{ type: 'typing' }]);
    open();
    expect((await answered).status).toBe(200);
    expect(channel.received.at(-1)).toMatchObject({ type: 'message', text: 'Done.' });
  });

  it('that fails is told, and not passed over', async () => {
    const takeMessage: TakeMessage = async () => {
      throw new Error('the database is away');
    };
    await reopen({ takeMessage });
    expect((await say()).status).toBe(500);
    expect(channel.received).toMatchObject([{ text: 'turn.failed in en-GB' }]);
    expect(desk.logged).toContainEqual(expect.stringContaining('the database is away'));
  });
});

describe('a message that comes twice', () => {
  it('is answered once', async () => {
    await say({ text: 'two' });
    await say({ text: 'two' });
    expect(channel.received.map(({ text }) => text)).toEqual(['One.', 'Two.']);
  });

  it('is answered by the retry where the channel did not take the first answer', async () => {
    channel.answerNext(400);
    expect((await say()).status).toBe(502);
    expect((await say()).status).toBe(200);
    expect(channel.received.map(({ text }) => text)).toEqual(['You said: hello']);
  });
});

describe('a channel that says nothing', () => {
  /** Longer than a busy machine takes over what is not silent. */
  const silenceMs = 2_000;

  it.each(['at once', 'after the headers'] as const)(
    'has not taken the reply, and gets it when it sends the message again: %s',
    async (when) => {
      await reopen({ silenceMs });
      channel.fallSilentNext(when);
      expect((await say()).status).toBe(502);
      expect((await say()).status).toBe(200);
      expect(channel.received.map(({ text }) => text)).toEqual(['You said: hello']);
    },
  );

  it('gets the reply all the same where it was told to wait, since it sends the message no more', async () => {
    await reopen({ patienceMs: 50, silenceMs, lateMs: [10] });
    channel.fallSilentNext();
    expect((await say()).status).toBe(200);
    await vi.waitFor(
      () =>
        expect(channel.received.map(({ text }) => text)).toEqual(['turn.slow in en-GB', 'You said: hello']),
      { timeout: 20_000 },
    );
  });

  it('is known to be silent before it loses its own patience', () => {
    expect(patience.silenceMs).toBeLessThan(patience.turnMs);
    expect(patience.turnMs + patience.courtesyMs * 2).toBeLessThan(15_000);
  });
});

describe('a channel that is busy', () => {
  it('is asked again when it said to', async () => {
    channel.answerNext(429, { 'retry-after': '1' });
    const began = Date.now();
    expect((await say()).status).toBe(200);
    // A timer may be up to a millisecond early by this clock.
    expect(Date.now() - began).toBeGreaterThanOrEqual(990);
    expect(channel.received.map(({ text }) => text)).toEqual(['You said: hello']);
  });
});

describe('files', () => {
  it('are fetched from the connector, with text and without', async () => {
    channel.putFile('/v3/attachments/1/views/original', 'a note');
    const file = {
      contentType: 'text/plain',
      name: 'note.txt',
      contentUrl: `${channel.serviceUrl}/v3/attachments/1/views/original`,
    };
    await say({ text: undefined, attachments: [file, { contentType: 'text/html', content: '<p>x</p>' }] });
    const message = desk.seen[0];
    const [upload] = message?.kind === 'attachment' ? message.uploads : [];
    expect(upload).toMatchObject({ name: 'note.txt', bytes: 6 });
    expect(Buffer.from((await keptUpload(desk.storage, upload?.id ?? ''))?.content ?? []).toString()).toBe(
      'a note',
    );
    await say({ id: 'activity-2', text: 'look', attachments: [file] });
    expect(desk.seen[1]).toMatchObject({ kind: 'attachment', text: 'look', uploads: [{ name: 'note.txt' }] });
  });

  it('of Teams are fetched by their download address', async () => {
    channel.putFile('/download', 'a note');
    const content = { downloadUrl: `${channel.serviceUrl}/download`, uniqueId: '1', fileType: 'txt' };
    const contentType = 'application/vnd.microsoft.teams.file.download.info';
    await say({ text: undefined, attachments: [{ contentType, name: 'note.txt', content }] });
    expect(desk.seen).toMatchObject([{ kind: 'attachment', uploads: [{ name: 'note.txt' }] }]);
  });

  it('that cannot be had do not keep the message from being answered', async () => {
    const contentUrl = `${channel.serviceUrl}/gone`;
    channel.answerNext(404);
    await say({ attachments: [{ contentType: 'image/png', name: 'a.png', contentUrl }] });
    expect(desk.seen).toMatchObject([{ text: 'hello' }]);
    expect(channel.received).toHaveLength(1);
    expect(desk.logged).toContainEqual(expect.stringContaining('could not be fetched'));
  });
});

describe('when the desk speaks first', () => {
  const reply = { kind: 'notice', text: 'Solved.' } as const;

  it('reaches whoever spoke before, also after a restart', async () => {
    await say();
    await reopen({});
    expect(await desk.chat.deliver('msteams/a:1', 'd1', [reply])).toBe('delivered');
    expect(channel.received.at(-1)).toMatchObject({ text: 'Solved.', conversation: teams.conversation });
    expect(channel.calls.at(-1)).toBe('POST /v3/conversations/a%3A1/activities');
  });

  it('says so where nobody is known', async () => {
    expect(await desk.chat.deliver('msteams/a:2', 'd1', [reply])).toBe('unreachable');
    expect(await desk.chat.deliver('web/nobody', 'd1', [reply])).toBe('unreachable');
  });

  it('says so where the bot was taken out, and does not try again', async () => {
    await say();
    channel.answerNext(403);
    expect(await desk.chat.deliver('msteams/a:1', 'd1', [reply])).toBe('unreachable');
    expect(await desk.chat.deliver('msteams/a:1', 'd1', [reply])).toBe('unreachable');
    expect(channel.received).toHaveLength(1);
    await say({ id: 'activity-2' });
    await say({ type: 'installationUpdate', action: 'remove', text: undefined });
    expect(await desk.chat.deliver('msteams/a:1', 'd2', [reply])).toBe('unreachable');
  });

  it('throws where the channel cannot take it now', async () => {
    await say();
    channel.answerNext(400);
    await expect(desk.chat.deliver('msteams/a:1', 'd1', [reply])).rejects.toThrow();
    expect(await desk.chat.deliver('msteams/a:1', 'd1', [reply])).toBe('delivered');
  });
});
