import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import * as z from 'zod';
import { rates, sizes } from '../../src/limits.ts';
import { activity, openChannel, post } from '../chat/bot-framework/channel.ts';
import { converse } from '../converse.ts';
import { startPostgres } from '../postgres.ts';
import { ownFolder, type Served, serveDesk, smallKnowledge } from '../served.ts';
import { ENGINES } from '../storage/engines.ts';
import { secrets } from '../work-orders/said-secrets.ts';

const shop = 'https://shop.example';
const token = 'fl_the-token-of-ann';
const settings = {
  WEB_CHAT_ORIGINS: shop,
  TRUSTED_PROXIES: '127.0.0.1',
  STAFF_TOKENS: `ann:lead:${createHash('sha256').update(token).digest('hex')}`,
};

/** A code of four digits stands in any database by chance. */
const telling = secrets.map(([, secret]) => secret).filter((secret) => secret.length >= 8);

describe.each(ENGINES)('a served desk on %s', (engine) => {
  let folder: Awaited<ReturnType<typeof ownFolder>>;
  let postgres: Awaited<ReturnType<typeof startPostgres>> | undefined;
  let database: string | undefined;
  let desk: Served;
  beforeAll(async () => {
    folder = await ownFolder();
    postgres = engine === 'postgres' ? await startPostgres() : undefined;
    database = await postgres?.createDatabase();
    desk = await serveDesk(folder.path, {
      ...settings,
      KNOWLEDGE_DIR: await smallKnowledge(folder.path),
      ...(database !== undefined && { DATABASE_URL: database }),
    });
  });
  afterAll(async () => {
    await postgres?.stop();
    await folder.remove();
  });

  /** Everything that is kept, as it lies there. */
  const raw = async (): Promise<string> => {
    if (database === undefined)
      return readdirSync(folder.path)
        .filter((file) => file.includes('sqlite'))
        .map((file) => readFileSync(join(folder.path, file), 'latin1'))
        .join('\n');
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    try {
      const { rows } = await client.query("select tablename from pg_tables where schemaname = 'public'");
      const tables = await Promise.all(
        rows.map(({ tablename }) => client.query(`select t::text as row from "${tablename}" t`)),
      );
      return tables.flatMap((table) => table.rows.map(({ row }) => String(row))).join('\n');
    } finally {
      await client.end();
    }
  };

  it('sends the headers that protect on every route, and shows its page in no frame but those named', async () => {
    const routes: readonly string[] = JSON.parse(
      desk
        .log()
        .split('\n')
        .find((line) => line.includes('"routes"')) ?? '{}',
    ).routes;
    expect(routes.length).toBeGreaterThan(30);
    const framed: string[] = [];
    for (const [at, route] of routes.entries()) {
      const [method = '', path = ''] = route.split(' ');
      const response = await fetch(desk.url + path.replace(/:\w+/g, 'x').replace('*', 'x'), {
        method: { del: 'DELETE', opts: 'OPTIONS' }[method] ?? method.toUpperCase(),
        headers: { 'x-forwarded-for': `203.0.113.${at}` },
      });
      const header = (name: string): string => response.headers.get(name) ?? '';
      expect(response.status, route).toBeLessThan(500);
      expect(header('content-security-policy'), route).toMatch(/^default-src 'none';.*frame-ancestors /);
      expect(header('content-security-policy'), route).not.toMatch(/unsafe|\*/);
      expect(header('x-content-type-options'), route).toBe('nosniff');
      expect(header('referrer-policy'), route).toBe('no-referrer');
      expect(header('server') + header('x-powered-by'), route).toBe('');
      const ancestors = /frame-ancestors ([^;]*)/.exec(header('content-security-policy'))?.[1];
      if (ancestors === `'self' ${shop}`) framed.push(path);
      else expect(ancestors, route).toBe("'none'");
    }
    // The page and the files that it is made of.
    expect(framed).toContain('/');
    expect(framed.filter((path) => /api|links|directline|chat\//.test(path))).toEqual([]);
  });

  it('opens a WebSocket for its own page, for the sites named and for programs, and for no other page', async () => {
    const asked: RequestInit = { method: 'POST' };
    const generated = await fetch(`${desk.url}/v3/directline/tokens/generate`, asked);
    const { token } = z.object({ token: z.string() }).parse(await generated.json());
    const begun = await fetch(`${desk.url}/v3/directline/conversations`, {
      ...asked,
      headers: { authorization: `Bearer ${token}` },
    });
    const { streamUrl } = z.object({ streamUrl: z.string() }).parse(await begun.json());
    const opens = (origin: string | undefined): Promise<boolean> =>
      new Promise((resolve) => {
        const socket = new WebSocket(streamUrl, { headers: origin === undefined ? {} : { origin } });
        socket.on('error', () => resolve(false));
        socket.on('open', () => {
          socket.close();
          resolve(true);
        });
      });
    for (const origin of [undefined, desk.url, shop])
      expect([origin, await opens(origin)]).toEqual([origin, true]);
    for (const origin of [
      ...['https://evil.example', 'null', `${shop}.evil.example`, 'http://shop.example', `${shop}:8443`],
      ...[
        'https://evil.shop.example',
        `${desk.url}.evil.example`,
        desk.url.replace('127.0.0.1', 'localhost'),
        '',
      ],
    ])
      expect([origin, await opens(origin)]).toEqual([origin, false]);
  });

  it('says in words what is too long, and in numbers what are too many files', async () => {
    const visitor = await converse(desk.url);
    await visitor.say('x'.repeat(sizes.message + 1));
    await expect.poll(visitor.heard).toContain(`${sizes.message} characters`);
    const files = Array.from({ length: sizes.uploadFiles + 1 }, (_, n) => [`${n}.txt`, 'a note'] as const);
    const refused = await visitor.upload(files, { type: 'message' });
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('at most 10')]);
    expect((await visitor.upload(files.slice(1), { type: 'message' })).status).toBe(200);
  });

  it('tries no more links of an address that followed too many, in a mail or to a file', async () => {
    const follow = (path: string, address: string): Promise<Response> =>
      fetch(desk.url + path, { headers: { 'x-forwarded-for': address } });
    const file = '/api/work-orders/WO-0000-0000/attachments/x?link=1.x';
    for (let times = 0; times < rates.links.points; times++) {
      const { status } = await follow(times % 2 === 0 ? '/links?t=x' : file, '198.51.100.7');
      expect(status).toBe(times % 2 === 0 ? 410 : 401);
    }
    for (const path of ['/links?t=x', file]) {
      const refused = await follow(path, '198.51.100.7');
      expect([path, refused.status]).toEqual([path, 429]);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await follow('/links?t=x', '198.51.100.8')).status).toBe(410);
  });

  it('looks at no more staff tokens of an address that brought too many wrong ones', async () => {
    const ask = async (bearer: string, address: string): Promise<Response> =>
      fetch(`${desk.url}/api/work-orders`, {
        headers: { authorization: `Bearer ${bearer}`, 'x-forwarded-for': address },
      });
    for (let times = 0; times < rates.strangers.points; times++)
      expect((await ask(`fl_guess-${times}`, '198.51.100.1')).status).toBe(401);
    const refused = await ask(token, '198.51.100.1');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask(token, '198.51.100.2')).status).toBe(200);
    // What a caller writes before the proxy's own word changes nothing.
    expect((await ask(token, '198.51.100.2, 198.51.100.1')).status).toBe(429);
  });

  it('believes no header about who somebody is', async () => {
    const headers = {
      ...{ 'x-forwarded-user': 'ann', 'x-remote-user': 'ann', 'x-ms-client-principal-name': 'ann' },
      ...{
        'x-forwarded-email': 'ann@mail.example',
        'x-original-url': '/healthz',
        'x-forwarded-for': '127.0.0.1',
      },
    };
    expect((await fetch(`${desk.url}/api/work-orders`, { headers })).status).toBe(401);
    expect((await fetch(`${desk.url}/metrics`, { headers })).status).toBe(401);
    expect((await fetch(`${desk.url}/api/messages`, { method: 'POST', headers })).status).toBe(403);
  });

  it('keeps no secret that comes beside what is said: in names, choices, edits, events and what channels add', async () => {
    const channel = await openChannel();
    let places = 0;
    const secret = (): string => `my password is Tr0ub4dor${places++}`;
    channel.putFile('/file', 'a note');
    const file = {
      contentType: 'text/plain',
      name: `${secret()}.txt`,
      contentUrl: `${channel.serviceUrl}/file`,
    };
    const beside = () => ({
      from: { id: 'user-1', name: secret(), role: secret(), email: secret() },
      recipient: { id: 'bot-1', name: secret() },
      conversation: { id: 'conversation-1', name: secret() },
      channelData: { text: secret(), nested: { clientActivityID: secret() } },
      ...{
        summary: secret(),
        speak: secret(),
        topicName: secret(),
        label: secret(),
        localTimezone: secret(),
      },
      entities: [{ type: 'mention', text: secret(), mentioned: { id: 'x', name: secret() } }],
    });
    const unknown = { contentType: 'application/x', name: secret(), content: { text: secret() } };
    const sent: readonly object[] = [
      { text: secret() },
      { text: 'look', attachments: [file, unknown] },
      { text: secret(), value: { choice: secret() } },
      { text: 'x', value: { other: secret() } },
      ...[
        'messageUpdate',
        'messageDelete',
        'messageReaction',
        'event',
        'typing',
        'endOfConversation',
        'invoke',
      ].map((type) => ({
        type,
        text: secret(),
        name: secret(),
        value: { text: secret(), choice: secret() },
      })),
      { type: 'conversationUpdate', membersAdded: [{ id: 'user-2', name: secret() }], topicName: secret() },
      { text: 'the last one' },
    ];
    for (const [at, one] of sent.entries())
      await post(desk.url, activity(channel.serviceUrl, { id: `beside-${at}`, ...beside(), ...one }));
    await expect.poll(() => JSON.stringify(channel.received)).toContain('beside-');

    const visitor = await converse(desk.url);
    for (const one of sent) await visitor.send({ ...beside(), ...one });
    await visitor.send({ type: 'message', text: 'once more', channelData: { clientActivityID: secret() } });
    await visitor.upload([[`${secret()}.txt`, 'a note']], { type: 'message', ...beside() });
    await visitor.say('and that was all');
    await expect.poll(raw).toContain('and that was all');
    await channel.close();

    const kept = (await raw()) + desk.log();
    expect(kept).toContain('the last one');
    expect(kept).toContain('[removed: password]');
    expect(places).toBeGreaterThan(100);
    expect(kept.match(/Tr0ub4dor\d+/g) ?? []).toEqual([]);
  });

  it('keeps no secret that somebody pasted, in the database as it lies there or in the log', async () => {
    const chunk = Math.ceil(rates.said.points / 2);
    const visitors = Array.from({ length: Math.ceil(secrets.length / chunk) }, (_, n) => n * chunk);
    const said = visitors.map(async (from) => {
      const visitor = await converse(desk.url);
      const mine = secrets.slice(from, from + chunk).map(([text]) => text);
      // In a form and outside of one.
      for (const text of [mine[0] ?? '', 'open a work order', 'sign in trouble', ...mine])
        expect((await visitor.say(text)).status).toBe(200);
      await visitor.say('goodbye for now');
      await expect.poll(async () => (await visitor.heard()).length, { timeout: 60_000 }).toBeGreaterThan(500);
    });
    await Promise.all(said);
    // Answers everything that is under way, then reads its log against its database.
    await desk.stop();
    const kept = await raw();
    expect(kept).toContain('goodbye for now');
    expect(kept).toContain('[removed: seed phrase]');
    expect(telling.length).toBeGreaterThan(30);
    expect(telling.filter((secret) => kept.includes(secret) || desk.log().includes(secret))).toEqual([]);
  });
});
