import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import * as z from 'zod';
import type { TakeMessage } from '../../../src/chat/ports.ts';
import { type Postgres, startPostgres } from '../../postgres.ts';
import { deskFolder, openTestDesk, type TestDesk } from '../desk.ts';
import { generateToken } from './client.ts';

let postgres: Postgres;
let url = '';
let folder: Awaited<ReturnType<typeof deskFolder>>;
const desks: TestDesk[] = [];
const sockets: WebSocket[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  folder = await deskFolder();
  url = await postgres.createDatabase();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close();
  for (const desk of desks.splice(0)) await desk.stop();
  await folder.remove();
});

const server = async (takeMessage?: TakeMessage): Promise<TestDesk> => {
  const desk = await openTestDesk(folder.path, { databaseUrl: url, ...(takeMessage && { takeMessage }) });
  desks.push(desk);
  return desk;
};

interface Visitor {
  readonly token: string;
  readonly conversationId: string;
}

const called = async (desk: TestDesk, { token }: Visitor, path: string, body?: object): Promise<unknown> => {
  const answer = await fetch(`${desk.url}/v3/directline/conversations${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  return answer.json();
};

const say = (desk: TestDesk, visitor: Visitor, text: string) =>
  called(desk, visitor, `/${visitor.conversationId}/activities`, { type: 'message', text });

const set = z.object({
  activities: z.array(z.object({ type: z.string(), text: z.string().optional() })),
  watermark: z.string().optional(),
});

/** What sockets of the visitor's at this server have shown until now. */
async function watch(
  desk: TestDesk,
  visitor: Visitor,
  shown: string[] = [],
  from = '',
): Promise<readonly string[]> {
  const { streamUrl } = z
    .object({ streamUrl: z.string() })
    .parse(await called(desk, visitor, `/${visitor.conversationId}?watermark=${from}`));
  const socket = new WebSocket(streamUrl);
  sockets.push(socket);
  let read = from;
  socket.on('message', (data) => {
    const { activities, watermark = read } = set.parse(JSON.parse(String(data)));
    read = watermark;
    shown.push(...activities.flatMap(({ type, text }) => (type === 'message' && text ? [text] : [])));
  });
  // A read that was under way as its connection was cut ends the socket, and clients come back.
  socket.once('close', (code) => code === 1011 && void watch(desk, visitor, shown, read));
  await new Promise((resolve) => socket.once('open', resolve));
  return shown;
}

async function begin(desk: TestDesk): Promise<Visitor> {
  const visitor = await generateToken(desk.url);
  await called(desk, visitor, '', {});
  return visitor;
}

const query = async (text: string, values: readonly unknown[] = []): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text, [...values]);
  await client.end();
};

/** Logged by a server whose word did not get through. */
const logUnheard = ({ conversationId }: Visitor, text: string): Promise<void> => {
  const bot = { id: 'firstline', role: 'bot' };
  const shown = { type: 'message', id: text, timestamp: new Date().toISOString(), from: bot, text };
  return query(
    `insert into activity_log (conversation_id, sequence, id, json, processed, at) values ($1, 9, $2, $3, 1, 0)`,
    [conversationId, text, JSON.stringify({ shown })],
  );
};

const cutAllConnections = (): Promise<void> =>
  query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );

describe('a web chat behind several servers', () => {
  it('shows at one server what is said at another, also what nobody asked for', async () => {
    const [one, other] = [await server(), await server()];
    const visitor = await begin(one);
    const shown = await watch(other, visitor);
    await say(one, visitor, 'hello');
    await expect.poll(() => shown).toEqual(['Welcome to the test desk.', 'hello', 'You said: hello']);
    await one.chat.deliver(`web/${visitor.conversationId}`, 'd1', [{ kind: 'notice', text: 'Done.' }]);
    await expect.poll(() => shown.at(-1)).toBe('Done.');
  });

  it('shows what was said while it could not hear the others', async () => {
    const desk = await server();
    const visitor = await begin(desk);
    const shown = await watch(desk, visitor);
    await expect.poll(() => shown).toHaveLength(1);
    await logUnheard(visitor, 'Your card is ready.');
    await cutAllConnections();
    await expect.poll(() => shown).toEqual(['Welcome to the test desk.', 'Your card is ready.']);
  });

  it('answers in the order in which things were said, whoever heard them', async () => {
    const slow: TakeMessage = async (message) => {
      await sleep(500);
      return 'text' in message ? [{ kind: 'answer', text: `re ${message.text}` }] : [];
    };
    const [one, other] = [await server(slow), await server()];
    const visitor = await begin(other);
    const shown = await watch(other, visitor);
    await say(one, visitor, 'first');
    await say(other, visitor, 'second');
    await expect
      .poll(() => shown)
      .toEqual(['Welcome to the test desk.', 'first', 'second', 're first', 'You said: second']);
  });

  it('answers at another server what one left that is gone', async () => {
    const never: TakeMessage = async () => {
      throw new Error('going down');
    };
    const [one, other] = [await server(never), await server()];
    const visitor = await begin(other);
    const shown = await watch(other, visitor);
    // On a busy machine what is said may be there before the welcome.
    await expect.poll(() => shown).toHaveLength(1);
    await say(one, visitor, 'two');
    expect(other.seen.some((message) => 'text' in message)).toBe(false);
    await desks.shift()?.stop();
    await expect.poll(() => shown).toEqual(['Welcome to the test desk.', 'two', 'One.', 'Two.']);
  });
});
