import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deskFolder, openTestDesk, type TestDesk } from '../desk.ts';
import { activity, type Channel, openChannel, post } from './channel.ts';

let folder: Awaited<ReturnType<typeof deskFolder>>;
let desk: TestDesk;
let channel: Channel;

const say = (id: string, more: object = {}): Promise<Response> =>
  post(desk.url, activity(channel.serviceUrl, { channelId: 'directline', id, ...more }));
const status = (state: string) => ({
  type: 'event',
  name: 'handoff.status',
  text: undefined,
  value: { state },
});
const texts = () => channel.received.map(({ text, name }) => text ?? name);

beforeEach(async () => {
  [folder, channel] = await Promise.all([deskFolder(), openChannel()]);
  desk = await openTestDesk(folder.path, { handoffChannels: ['directline'] });
});
afterEach(async () => {
  await desk.stop();
  await channel.close();
  await folder.remove();
});

describe('where people sit behind the channel', () => {
  it('asks for one, with what was said, and is silent until they leave', async () => {
    await desk.storage.ledger.commit({
      conversationId: 'directline/conversation-1',
      messageId: 'before',
      requesterId: 'directline/user-1',
      at: Date.now(),
      readVersion: 0,
      snapshot: 's',
      commands: [],
      replies: () => [{ kind: 'answer', text: 'Wait a little.' }],
      questions: [],
      votes: [],
      said: 'my deposit is late',
    });
    await say('1', { text: 'person' });
    expect(texts()).toEqual(['handoff.initiate', 'person.asked in en-GB']);
    const { at } = await desk.storage.database.db
      .selectFrom('handoffs')
      .select('at')
      .executeTakeFirstOrThrow();
    expect(Date.now() - at).toBeLessThan(3_600_000);
    expect(channel.received[0]).toMatchObject({
      type: 'event',
      attachments: [
        {
          contentType: 'application/json',
          name: 'Transcript',
          content: {
            activities: [
              { from: { role: 'user' }, text: 'my deposit is late' },
              { from: { role: 'bot' }, text: 'Wait a little.' },
            ],
          },
        },
      ],
    });
    expect((await say('2', { text: 'are you there?' })).status).toBe(200);
    expect(desk.seen.map(({ id }) => id)).toEqual(['1']);
    await say('3', status('accepted'));
    await say('4', { text: 'thank you' });
    await say('5', status('completed'));
    await say('6', { text: 'hello' });
    expect(texts().slice(2)).toEqual(['person.joined in en-GB', 'person.back in en-GB', 'You said: hello']);
  });

  it('comes back where nobody could join, and is silent over a restart', async () => {
    await say('1', { text: 'person' });
    await desk.stop();
    desk = await openTestDesk(folder.path, { handoffChannels: ['directline'] });
    await say('2', { text: 'hello' });
    expect(desk.seen).toEqual([]);
    await say('3', status('failed'));
    await say('4', { text: 'hello' });
    expect(texts().slice(2)).toEqual(['person.nobody in en-GB', 'You said: hello']);
  });

  it('asks again where the channel could not be asked, and is not mute meanwhile', async () => {
    channel.answerNext(400);
    expect((await say('1', { text: 'person' })).status).toBe(502);
    await say('2', { text: 'hello' });
    expect((await say('1', { text: 'person' })).status).toBe(200);
    expect(texts()).toEqual(['You said: hello', 'handoff.initiate', 'person.asked in en-GB']);
  });

  it('asks once, though the message comes twice', async () => {
    await say('1', { text: 'person' });
    await say('1', { text: 'person' });
    expect(texts().filter((text) => text === 'handoff.initiate')).toHaveLength(1);
  });
});

it('says the desk’s own words where nobody sits behind the channel, and goes on', async () => {
  await say('1', { channelId: 'msteams', text: 'person' });
  await say('2', { channelId: 'msteams', text: 'hello' });
  expect(texts()).toEqual(['People are there.', 'You said: hello']);
});
