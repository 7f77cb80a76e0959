import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Channel, openChannel } from '../chat/bot-framework/channel.ts';
import { expectNothingPersonal } from '../personal.ts';
import { type Postgres, startPostgres } from '../postgres.ts';
import { writeSmallKnowledge } from '../small-knowledge.ts';
import { upTo } from './effort.ts';
import { type RoundRobin, roundRobin } from './round-robin.ts';
import { type Shown, socketVisitor } from './socket-visitor.ts';

const instances = [2, 4].slice(0, upTo({ short: 1, long: 2 }));
const visitors = upTo({ short: 30, long: 450 });
const channelPeople = upTo({ short: 5, long: 50 });
/** Conversations at once. */
const atOnce = upTo({ short: 20, long: 100 });

const token = 'fl_a-token-of-the-tests';
const staffHeaders = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };

let folder = '';
let postgres: Postgres;
let proxy: RoundRobin;
let channel: Channel;
/** Messages of channels that hear apart: on their way now, and at the moment a server was killed. */
const underWay = new Set<string>();
let interrupted: ReadonlySet<string> = new Set();
let url = '';
/** Of all servers of a test, those that were killed too. */
let log = '';
const running = new Map<number, ChildProcess>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'firstline-instances-'));
  writeSmallKnowledge(join(folder, 'knowledge'));
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  url = await postgres.createDatabase();
  log = '';
  proxy = await roundRobin();
  channel = await openChannel();
});
afterEach(async () => {
  for (const child of running.values()) child.kill('SIGKILL');
  running.clear();
  await proxy.close();
  await channel.close();
  expect(log).toContain('"level"');
  await expectNothingPersonal(log, url);
});

async function serve(n: number): Promise<string> {
  const child = spawn(process.execPath, ['dist/main.js', 'serve'], {
    env: {
      ...{ PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'info', DATABASE_URL: url },
      ...{ KNOWLEDGE_DIR: join(folder, 'knowledge'), TRUSTED_PROXIES: '127.0.0.1' },
      STAFF_TOKENS: `ann:agent:${createHash('sha256').update(token).digest('hex')}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.set(n, child);
  child.stderr.on('data', (part: Buffer) => {
    log += part.toString();
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const found = /http:\/\/[\w.:[\]-]+/.exec(line)?.[0];
    if (found !== undefined) return found;
  }
  throw new Error('A server ended before it listened');
}

/** Killed in the middle of everything, away for a while, and back at another port. */
async function killAndRestart(urls: string[]): Promise<void> {
  const child = running.get(0);
  const ended = child && once(child, 'exit');
  interrupted = new Set(underWay);
  child?.kill('SIGKILL');
  await ended;
  await sleep(500);
  proxy.among(urls.slice(1));
  urls[0] = await serve(0);
  proxy.among(urls);
}

async function query<T>(text: string, shape: z.ZodType<T>): Promise<readonly T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return z.array(shape).parse(rows);
}

/** Where each one's card was lost, and what else they say. */
const answersOf = (name: string, n: number) => ({
  where: `Platform ${n} of ${name}`,
  digits: String(1000 + n),
  email: `person.${n}@${name}.example`,
});

type Say = (text: string, answer: RegExp) => Promise<string>;

/** Files a work order from the first word to its number. */
async function file(say: Say, name: string, n: number): Promise<string> {
  const { where, digits, email } = answersOf(name, n);
  await say('report a lost card', /Where did you have it last/);
  await say(where, /Which digits/);
  await say(digits, /Which e-mail/);
  await say(email, new RegExp(where));
  return say('send it', /WO-\w{4}-\w{4}/);
}

async function inWebChat(n: number): Promise<readonly Shown[]> {
  const visitor = await socketVisitor(proxy.url, `10.${n >> 8}.${n & 255}.1`);
  const number = await file(visitor.say, 'web', n);
  await reply(number, `A new card for ${number} is on its way.`);
  await visitor.hear(new RegExp(`A new card for ${number}`));
  visitor.leave();
  return visitor.shown;
}

async function reply(number: string, text: string): Promise<void> {
  const request = { method: 'POST', headers: { ...staffHeaders, 'idempotency-key': randomUUID() } };
  const body = JSON.stringify({ text, audience: 'requester' });
  for (let tries = 0; tries < 100; tries++) {
    const path = `${proxy.url}/api/work-orders/${number}/comments`;
    const answer = await fetch(path, { ...request, body }).catch(() => undefined);
    if (answer?.ok) return;
    if (answer !== undefined && answer.status < 500)
      throw new Error(`${answer.status} ${await answer.text()}`);
    await sleep(100);
  }
  throw new Error(`Nobody took the reply to ${number}`);
}

/** A message of somebody in a channel, which sends everything to two servers at once, as one that loses patience does. */
const twice = (activity: object): Promise<readonly [string, string]> =>
  Promise.all([sent(activity), sent(activity)]);

const fromPerson = (name: string, n: number, text: string) => ({
  ...{ type: 'message', id: randomUUID(), channelId: 'test', serviceUrl: channel.serviceUrl, text },
  ...{ conversation: { id: `${name}-${n}` }, from: { id: `person-${n}-${name}` }, recipient: { id: 'bot' } },
});

/** Hears the replies in the answer to each message. */
async function inChannel(n: number): Promise<readonly Shown[]> {
  await file(
    async (text, answer) => {
      const activity = { ...fromPerson('channel', n, text), deliveryMode: 'expectReplies' };
      const [one, other] = await twice(activity);
      expect(other).toBe(one);
      expect(one).toMatch(answer);
      return answer.exec(one)?.[0] ?? '';
    },
    'channel',
    n,
  );
  return [];
}

/** Hears them apart, from whichever server. */
async function inTeams(n: number): Promise<readonly Shown[]> {
  await file(
    async (text, answer) => {
      const activity = fromPerson('teams', n, text);
      underWay.add(activity.id);
      await twice(activity);
      underWay.delete(activity.id);
      const heard = await heardInAnswer(activity.id);
      expect(heard).toMatch(answer);
      return answer.exec(heard)?.[0] ?? '';
    },
    'teams',
    n,
  );
  return [];
}

/** In a text or a card. */
const bubble = ({ text, attachments }: Record<string, unknown>): string =>
  JSON.stringify([text, attachments]);

/** Messages to which the same was said more than once. */
function answeredAgain(): readonly unknown[] {
  const said = new Set<string>();
  // A notice answers none.
  const answers = channel.received.filter(({ replyToId }) => replyToId !== undefined);
  return answers.flatMap((reply) => {
    const key = `${reply.replyToId} ${bubble(reply)}`;
    const again = said.has(key) ? [reply.replyToId] : [];
    said.add(key);
    return again;
  });
}

/** What takes long is said after the channel was told so. */
async function heardInAnswer(messageId: string): Promise<string> {
  for (let tries = 0; tries < 300; tries++) {
    const heard = channel.received
      .filter(({ replyToId }) => replyToId === messageId)
      .map(bubble)
      .join('\n');
    if (heard !== '') return heard;
    await sleep(100);
  }
  throw new Error('Nobody said anything in a channel');
}

async function sent(activity: object): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', headers, body: JSON.stringify(activity) };
  for (let tries = 0; tries < 300; tries++) {
    const answer = await fetch(`${proxy.url}/api/messages`, request).catch(() => undefined);
    if (answer?.ok) return answer.text();
    await sleep(100);
  }
  throw new Error('Nobody answered a channel');
}

/** So many at once, until all are done. */
async function crowd<T>(works: readonly (() => Promise<T>)[], done: (count: number) => void): Promise<T[]> {
  const left = [...works.entries()];
  const results: T[] = [];
  const next = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) {
      results.push(await one[1]());
      done(results.length);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, next));
  return results;
}

const workOrder = z.object({ fields: z.string().transform((json) => JSON.parse(json)) });

describe.each(instances)('%i servers on one Postgres behind a plain proxy, one of them killed', (count) => {
  it(`lose nothing and double nothing of ${visitors + 2 * channelPeople} conversations`, async () => {
    const urls = await Promise.all(Array.from({ length: count }, (_, n) => serve(n)));
    proxy.among(urls);
    const works = [
      ...Array.from({ length: visitors }, (_, n) => () => inWebChat(n)),
      ...Array.from({ length: channelPeople }, (_, n) => () => inChannel(n)),
      ...Array.from({ length: channelPeople }, (_, n) => () => inTeams(n)),
    ];
    let restarted: Promise<void> | undefined;
    const results = await crowd(works, (done) => {
      if (done >= works.length / 4) restarted ??= killAndRestart(urls);
    });
    await restarted;

    const filed = await query('select fields from work_orders', workOrder);
    const expected = [
      ...Array.from({ length: visitors }, (_, n) => answersOf('web', n)),
      ...Array.from({ length: channelPeople }, (_, n) => answersOf('channel', n)),
      ...Array.from({ length: channelPeople }, (_, n) => answersOf('teams', n)),
    ];
    expect(sorted(filed.map(({ fields }) => fields))).toEqual(sorted(expected));
    for (const shown of results) {
      const ids = shown.map(({ id }) => id);
      expect(ids).toEqual([...new Set(ids)]);
    }
    // Whether a killed server had said its answer nobody knows, and twice beats never.
    expect(answeredAgain().filter((id) => !interrupted.has(String(id)))).toEqual([]);
    const unanswered = await query('select 1 from activity_log where processed = 0', z.unknown());
    expect(unanswered).toHaveLength(0);
  });
});

const sorted = (all: readonly object[]): readonly string[] =>
  all.map((one) => JSON.stringify(one)).toSorted();
