import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLimits } from '../../src/http/limits.ts';
import { createServer } from '../../src/http/server.ts';
import { held, type Rate, type Rates, rates, sizes, sockets, times } from '../../src/limits.ts';
import { createCounters } from '../../src/storage/counters.ts';
import { openDatabase } from '../../src/storage/open-database.ts';
import { activity, type Channel, openChannel, post } from '../chat/bot-framework/channel.ts';
import { type Cloud, openCloud } from '../chat/bot-framework/cloud.ts';
import { deskFolder, openTestDesk, secret, type TestDesk } from '../chat/desk.ts';
import { generateToken } from '../chat/direct-line/client.ts';
import { expectProblem } from '../chat/target.ts';
import { benchOn, ENGINES } from '../storage/engines.ts';

const few = (points: number): Rate => ({ points, seconds: 60 });

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

async function opened(
  own: Partial<Rates>,
  more: Omit<Parameters<typeof openTestDesk>[1], 'rates'> = {},
): Promise<TestDesk> {
  desk = await openTestDesk(folder.path, { rates: own, ...more });
  return desk;
}

async function expectTooOften(response: Response): Promise<void> {
  const seconds = Number(response.headers.get('retry-after'));
  expect(seconds).toBeGreaterThanOrEqual(1);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(await expectProblem(response, 429)).toMatch(/Try again/);
}

interface Visit {
  readonly token: string;
  readonly conversationId: string;
}

const call = (method: string, path: string, token?: string, body?: string | FormData, headers = {}) =>
  fetch(`${desk?.url}${path}`, {
    method,
    headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
    ...(body !== undefined && { body }),
  });
const line = '/v3/directline';
const generate = (token?: string, headers: Readonly<Record<string, string>> = {}) =>
  call('POST', `${line}/tokens/generate`, token, undefined, headers);
const say = ({ conversationId, token }: Visit, headers: Readonly<Record<string, string>> = {}) =>
  call(
    'POST',
    `${line}/conversations/${conversationId}/activities`,
    token,
    JSON.stringify({ type: 'message', text: 'hi' }),
    { 'content-type': 'application/json', ...headers },
  );
const upload = ({ conversationId, token }: Visit): Promise<Response> => {
  const form = new FormData();
  form.append('file', new Blob(['hello']), 'note.txt');
  return call('POST', `${line}/conversations/${conversationId}/upload`, token, form);
};

describe('rates', () => {
  it('let nobody say more than a person can, in however many conversations, and others meanwhile', async () => {
    const { url } = await opened({ said: few(2) });
    const one = await generateToken(url);
    const again = await generateToken(url, { authorization: `Bearer ${one.token}` });
    expect([(await say(one)).status, (await say(again)).status]).toEqual([200, 200]);
    await expectTooOften(await say(one));
    await expectTooOften(await say(again));
    expect((await say(await generateToken(url))).status).toBe(200);
  });

  it('let an address say so much, however many people it makes up', async () => {
    const { url } = await opened({ saidByAddress: few(3) });
    for (let times = 0; times < 3; times++) expect((await say(await generateToken(url))).status).toBe(200);
    await expectTooOften(await say(await generateToken(url)));
  });

  it('give an address so many conversations, and the secret’s holder any number', async () => {
    await opened({ conversations: few(3) });
    for (let times = 0; times < 3; times++) expect((await generate()).status).toBe(200);
    await expectTooOften(await generate());
    for (let times = 0; times < 5; times++) expect((await generate(secret)).status).toBe(200);
  });

  it('count uploads, readings and suggestions by themselves', async () => {
    const { url } = await opened({ uploads: few(1), reads: few(2), suggestions: few(1) });
    const visit = await generateToken(url);
    const read = () => call('GET', `${line}/conversations/${visit.conversationId}/activities`, visit.token);
    const suggest = () => call('GET', '/chat/suggestions?q=deposit');
    for (const [ask, times] of [
      [() => upload(visit), 1],
      [read, 2],
      [suggest, 1],
    ] as const) {
      for (let time = 0; time < times; time++) expect((await ask()).status).toBe(200);
      await expectTooOften(await ask());
    }
    expect((await say(visit)).status).toBe(200);
  });

  it('count a new token and a session id as readings', async () => {
    const { url } = await opened({ reads: few(2) });
    const { token } = await generateToken(url);
    expect((await call('POST', `${line}/tokens/refresh`, token)).status).toBe(200);
    expect((await call('GET', `${line}/session/getsessionid`, token)).status).toBe(200);
    await expectTooOften(await call('POST', `${line}/tokens/refresh`, token));
    await expectTooOften(await call('GET', `${line}/session/getsessionid`, token));
  });

  it('gives a session id to whoever has a token', async () => {
    const { url } = await opened({});
    const { token } = await generateToken(url);
    expect(await (await call('GET', `${line}/session/getsessionid`, token)).json()).toMatchObject({
      sessionId: expect.stringMatching(/.{20}/),
    });
    await expectProblem(await call('GET', `${line}/session/getsessionid`), 401);
  });
});

describe('a channel of the Bot Framework', () => {
  let channel: Channel;
  let cloud: Cloud;
  beforeEach(async () => {
    [channel, cloud] = await Promise.all([openChannel(), openCloud()]);
  });
  afterEach(() => Promise.all([channel.close(), cloud.close()]));

  it('has each person limited by themselves and told once, though all come from its own address', async () => {
    const { url, seen } = await opened({ said: few(2) }, { registration: cloud.registration });
    const authorization = `Bearer ${await cloud.sign({ serviceurl: channel.serviceUrl })}`;
    let sent = 0;
    const from = (id: string) =>
      post(url, activity(channel.serviceUrl, { channelId: 'msteams', id: `a-${sent++}`, from: { id } }), {
        authorization,
      });
    for (let times = 0; times < 2; times++) expect((await from('ann')).status).toBe(200);
    for (let times = 0; times < 3; times++) await expectTooOften(await from('ann'));
    expect((await from('ben')).status).toBe(200);
    expect(seen).toHaveLength(3);
    const told = channel.received.map(({ text }) => text).filter((text) => text !== 'You said: hello');
    expect(told).toEqual(['turn.too-often in en-GB']);
  });

  it('limits nobody by a name that was not proved', async () => {
    const { url } = await opened({ said: few(1) }, { registration: cloud.registration });
    const claimed = activity(channel.serviceUrl, { channelId: 'msteams' });
    for (let times = 0; times < 3; times++) expect((await post(url, claimed)).status).toBe(401);
    const authorization = `Bearer ${await cloud.sign({ serviceurl: channel.serviceUrl })}`;
    expect((await post(url, claimed, { authorization })).status).toBe(200);
  });
});

describe('whose X-Forwarded-For is believed', () => {
  it('is nobody’s unless the settings name a proxy', async () => {
    await opened({ conversations: few(1) });
    expect((await generate(undefined, { 'x-forwarded-for': '198.51.100.1' })).status).toBe(200);
    await expectTooOften(await generate(undefined, { 'x-forwarded-for': '198.51.100.2' }));
    await expectTooOften(
      await generate(undefined, { forwarded: 'for=198.51.100.3', 'x-real-ip': '1.2.3.4' }),
    );
  });

  it('is a trusted proxy’s, and not what a caller wrote before it', async () => {
    await opened({ conversations: few(1) }, { trustedProxies: ['127.0.0.0/8'] });
    expect((await generate(undefined, { 'x-forwarded-for': '198.51.100.1, 203.0.113.7' })).status).toBe(200);
    await expectTooOften(await generate(undefined, { 'x-forwarded-for': '198.51.100.2, 203.0.113.7' }));
    expect((await generate(undefined, { 'x-forwarded-for': '203.0.113.8' })).status).toBe(200);
  });
});

describe.each(ENGINES)('who was too often, on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);

  it('is refused as long as it says, however often they come, and told of it once', async () => {
    const { said } = createLimits((await open(await freshUrl())).counterOf, { ...rates, said: few(2) });
    for (let times = 0; times < 2; times++) expect(await said.count('ann')).toBeUndefined();
    for (let times = 0; times < 10; times++) {
      const refused = await said.count('ann');
      expect(refused).toMatchObject({ first: times === 0 });
      expect(refused?.waitMs).toBeGreaterThan(0);
      await expect(said.take('ann')).rejects.toMatchObject({ status: 429 });
      expect(await said.look('ann')).toBeDefined();
    }
    expect(await said.count('bob')).toBeUndefined();
  });
});

describe.each(ENGINES)('a clock that is set back, on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);
  afterEach(() => vi.useRealTimers());

  it('lets nobody wait for as long as it was', async () => {
    const { said } = createLimits((await open(await freshUrl())).counterOf, { ...rates, said: few(1) });
    await said.take('ann');
    await expect(said.take('ann')).rejects.toMatchObject({ status: 429 });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3_600_000 });
    expect(await said.look('ann')).toBeUndefined();
    await said.take('ann');
    const refused = await said.count('ann');
    expect(refused).toMatchObject({ first: true });
    expect(refused?.waitMs).toBeLessThanOrEqual(60_000);
  });
});

describe('instances that share a Postgres', () => {
  const { freshUrl, open } = benchOn('postgres');

  it('count together, and keep nobody’s address', async () => {
    const url = await freshUrl();
    const [one, other] = await Promise.all([open(url), open(url)]);
    const [here, there] = [one, other].map(({ counterOf }) =>
      createLimits(counterOf, { ...rates, said: few(3) }),
    );
    for (const limits of [here, there, here]) await limits?.said.take('198.51.100.77');
    await expect(there?.said.take('198.51.100.77')).rejects.toMatchObject({ status: 429 });
    await expect(here?.said.take('198.51.100.77')).rejects.toMatchObject({ status: 429 });
    expect(await there?.said.look('198.51.100.77')).toMatchObject({ first: false });
    await there?.said.take('198.51.100.78');
    const { rows } = await one.database.db.executeQuery<{ key: string }>({
      ...one.database.db.selectFrom('outbox').selectAll().compile(),
      sql: 'select key from rate_limits',
    });
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain('198.51');
  });

  it('count each for itself while it is away', async () => {
    const database = await openDatabase(await freshUrl(), { role: 'server' });
    const { said } = createLimits(createCounters(database), { ...rates, said: few(1) });
    await database.close();
    await said.take('ann');
    await expect(said.take('ann')).rejects.toMatchObject({ status: 429 });
  });
});

describe('the README', () => {
  const readme = readFileSync('README.md', 'utf8');
  const mb = (bytes: number) => `${bytes / 1024 / 1024} MB`;
  const seconds = (ms: number) => `${ms / 1000} s`;
  const minute = ({ points }: Rate) => `${points} a minute`;

  it.each([
    ['message', `${sizes.message} characters`],
    ['turns of a person', minute(rates.said)],
    ['turns from an address, web chat', minute(rates.saidByAddress)],
    ['conversations begun from an address', minute(rates.conversations)],
    [
      'uploads of a person',
      `${minute(rates.uploads)}, ${mb(sizes.upload)} and ${sizes.uploadFiles} files each`,
    ],
    [
      'files that wait for a work order',
      `${sizes.waitingFiles} and ${sizes.waitingBytes / 1e6} MB of a person, ${sizes.waitingBytesOfAll / 1e9} GB in all`,
    ],
    [
      'files on their way',
      `${mb(held.fileBytes)} at once, ${mb(held.fileBytesByHolder)} of an address or of a person of a channel`,
    ],
    ['other requests of a conversation', minute(rates.reads)],
    [
      'history of a conversation, read at once',
      `the newest ${sizes.history} messages, ${sizes.historyCharacters / 1e6} MB`,
    ],
    ['suggestions to an address', minute(rates.suggestions)],
    ['pages and files of links, from an address', minute(rates.links)],
    ['staff tokens that are none, from an address', minute(rates.strangers)],
    [
      'body',
      `${sizes.activity / 1024} KB, ${sizes.staffBody / 1024} KB to the staff API; ${sizes.nesting} levels`,
    ],
    ['head of a request', `${seconds(times.head)}, 16 KB`],
    [
      'request',
      `${seconds(times.request)}; ${seconds(times.silent)} of silence; ${seconds(times.idle)} between two`,
    ],
    [
      'open sockets',
      `${sockets.connections}; WebSockets ${sockets.webSockets}, ${sockets.webSocketsByAddress} from an address, silent for at most ${seconds(2 * times.heartbeat)}`,
    ],
  ])('has the limit on %s', (what, number) => {
    const row = readme.split('\n').find((one) => one.startsWith(`| ${what} |`));
    expect(row?.split('|')[2]?.trim()).toBe(number);
  });

  it('leaves no rate out', () => {
    expect(Object.keys(rates)).toHaveLength(8);
  });
});

describe('createServer', () => {
  it('has Node’s own limit on the size of a head', async () => {
    const server = createServer({ host: '127.0.0.1', port: 0, log: { error: () => {} } });
    const { url } = await server.listen();
    try {
      const large = await fetch(`${url}/healthz`, { headers: { 'x-large': 'x'.repeat(17_000) } });
      expect(large.status).toBe(431);
      expect((await fetch(`${url}/healthz`, { headers: { 'x-large': 'x'.repeat(12_000) } })).status).toBe(
        200,
      );
    } finally {
      await server.close();
    }
  });
});
