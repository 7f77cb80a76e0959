import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TakeMessage } from '../../../src/chat/ports.ts';
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

const server = async (databaseUrl: string): Promise<TestDesk> => {
  const take: TakeMessage = async () => {
    await sleep(300);
    return [{ kind: 'answer', text: 'Here you are.' }];
  };
  const desk = await openTestDesk(folder.path, { databaseUrl, takeMessage: take });
  desks.push(desk);
  return desk;
};

const say = ({ url }: TestDesk, id: string): Promise<Response> =>
  post(url, activity(channel.serviceUrl, { id }));

const answers = (): number => channel.received.filter(({ text }) => text === 'Here you are.').length;

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
    expect(await one.storage.answers.claim('emulator/conversation-1', 'b')).toBe('mine');
    expect(await other.storage.answers.claim('emulator/conversation-1', 'b')).toBe('busy');
    await desks.shift()?.stop();
    expect((await say(other, 'b')).status).toBe(200);
    expect(answers()).toBe(2);
  });
});
