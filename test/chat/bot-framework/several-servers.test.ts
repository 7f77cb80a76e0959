import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../../src/conversation/message.ts';
import { createRunTurn, type RunTurn } from '../../../src/conversation/run-turn.ts';
import { portsOn } from '../../conversation/chat.ts';
import { type Postgres, startPostgres } from '../../postgres.ts';
import { deskFolder, openTestDesk, type TestDesk } from '../desk.ts';
import { activity, type Channel, openChannel, post } from './channel.ts';

let postgres: Postgres;
let folder: Awaited<ReturnType<typeof deskFolder>>;
let channel: Channel;
const desks: TestDesk[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  folder = await deskFolder();
  channel = await openChannel();
});
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.stop();
  await channel.close();
  await folder.remove();
});

/** Takes real turns, since it is they that say who answers. */
const server = async (databaseUrl: string): Promise<TestDesk> => {
  let runTurn: RunTurn | undefined;
  const desk = await openTestDesk(folder.path, {
    databaseUrl,
    takeMessage: async (message) => (await runTurn?.(message)) ?? [],
  });
  runTurn = createRunTurn(await portsOn(desk.storage));
  desks.push(desk);
  return desk;
};

const say = ({ url }: TestDesk, id: string): Promise<Response> =>
  post(url, activity(channel.serviceUrl, { id }));

const answers = (): number => channel.received.length;

/** Taken by a server that did not come to send its answer. */
const ofConversation: Message = {
  kind: 'utterance',
  id: 'a',
  conversationId: 'emulator/conversation-1',
  requester: { id: 'emulator/user-1' },
  text: 'hello',
};

describe('a message of a channel that comes to several servers', () => {
  it('is answered once, at the same time and later', async () => {
    const url = await postgres.createDatabase();
    const [one, other] = [await server(url), await server(url)];
    const [first, second] = await Promise.all([say(one, 'a'), say(other, 'a')]);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect((await say(other, 'a')).status).toBe(200);
    expect(answers()).toBe(1);
  });

  it('is answered by the other one where the first could not, or is gone', async () => {
    const url = await postgres.createDatabase();
    const [one, other] = [await server(url), await server(url)];
    channel.answerNext(400);
    expect((await say(one, 'a')).status).toBe(502);
    expect((await say(other, 'a')).status).toBe(200);
    expect(answers()).toBe(1);
    await createRunTurn(await portsOn(one.storage))({ ...ofConversation, id: 'b' });
    expect(await other.storage.answers.claim(ofConversation.conversationId, 'b')).toBe('busy');
    await desks.shift()?.stop();
    expect((await say(other, 'b')).status).toBe(200);
    expect(answers()).toBe(2);
  });
});
