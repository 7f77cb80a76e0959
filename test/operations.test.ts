import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { SCHEMA_VERSION } from '../src/storage/migrations/migrate.ts';
import { addDeliveries } from '../src/storage/outbox.ts';
import { openStorage } from '../src/storage/storage.ts';
import { converse } from './converse.ts';
import { startPostgres } from './postgres.ts';
import { type Served, serveDesk } from './served.ts';
import { writeSmallKnowledge } from './small-knowledge.ts';
import { defaults } from './storage/defaults.ts';

const token = 'a token of the tests, long enough to be one';
/** As if it came through a proxy, so from another machine. */
const fromElsewhere = { 'x-forwarded-for': '203.0.113.7' };

describe('what an operator sees', () => {
  let folder = '';
  let served: Served | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'firstline-operations-'));
    writeSmallKnowledge(join(folder, 'knowledge'));
  });
  afterEach(async () => {
    await served?.stop();
    served = undefined;
    await rm(folder, { recursive: true, force: true });
  });

  const startDesk = async (more: Readonly<Record<string, string>> = {}): Promise<string> => {
    served = await serveDesk(folder, { KNOWLEDGE_DIR: join(folder, 'knowledge'), ...more });
    return served.url;
  };

  it('is ready once it serves', async () => {
    const answer = await fetch(`${await startDesk()}/readyz`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      status: 'ready',
      checks: { database: 'ok', knowledge: 'ok', deliveries: 'ok' },
    });
  });

  it('says in its log when it serves and when it has stopped', async () => {
    const url = await startDesk();
    const { stop, log } = served ?? { stop: async () => undefined, log: () => '' };
    served = undefined;
    await stop();
    const lines = log().trim().split('\n');
    expect(lines.some((line) => line.includes(`"url":"${url}","msg":"Serves"`))).toBe(true);
    expect(lines.at(-2)).toContain('"msg":"Stops, after the turns in flight"');
    expect(lines.at(-1)).toContain('"msg":"Stopped"');
  });

  it('is not ready without an article, or where nobody makes the deliveries', async () => {
    const url = await startDesk({ KNOWLEDGE_DIR: folder });
    const storage = await openStorage(defaults(`sqlite:${join(folder, 'desk.sqlite')}`));
    // No handler makes the first; mails wait for a mail server, which is nobody's fault.
    const due = ['unheard-of', 'email'].map((kind) => ({ id: kind, kind, payload: {} }));
    await storage.database.transaction('full', (tx) => addDeliveries(tx, due, Date.now() - 3_600_000));
    const answer = await fetch(`${url}/readyz`);
    expect(answer.status).toBe(503);
    expect(served?.log()).toContain(
      `"folder":"${folder}","msg":"There are no articles in the knowledge folder"`,
    );
    expect(await answer.json()).toEqual({
      status: 'not ready',
      checks: {
        database: 'ok',
        knowledge: 'there are no articles',
        deliveries: '1 due for more than 5 minutes',
      },
    });
    const another = [{ id: 'another', kind: 'unheard-of', payload: {} }];
    await storage.database.transaction('full', (tx) => addDeliveries(tx, another, Date.now() - 3_600_000));
    await storage.close();
    const ready = async (): Promise<string> => (await fetch(`${url}/readyz`)).text();
    await expect.poll(ready, { timeout: 10_000 }).toContain('2 due for more than 5 minutes');
    expect(served?.log().match(/"msg":"Not ready/g)).toHaveLength(1);
  });

  it('is not ready without its database, and lives on', async () => {
    const postgres = await startPostgres();
    const url = await startDesk({ DATABASE_URL: await postgres.createDatabase() });
    await postgres.stop();
    const answer = await fetch(`${url}/readyz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ status: 'not ready', checks: { database: 'failed' } });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const figures = await fetch(`${url}/metrics`);
    expect(figures.status).toBe(200);
    const text = await figures.text();
    expect(text).toMatch(/^firstline_database_up 0$/m);
    expect(text).toMatch(/^process_cpu_seconds_total /m);
    expect(text).not.toMatch(/^firstline_(deliveries|work_orders)/m);
    await served?.stop('gone');
    served = undefined;
  });

  it('is not ready on what a newer Firstline brought forward, and says so in its log, once', async () => {
    const url = await startDesk();
    const storage = await openStorage(defaults(`sqlite:${join(folder, 'desk.sqlite')}`));
    const { db } = storage.database;
    await db
      .updateTable('schema_version')
      .set({ version: SCHEMA_VERSION + 1 })
      .execute();
    const said =
      `a newer Firstline brought it to schema version ${SCHEMA_VERSION + 1}, this one knows ${SCHEMA_VERSION}: ` +
      'replace this server';
    const answers = await Promise.all([1, 2].map(async () => (await fetch(`${url}/readyz`)).json()));
    expect(answers[0]).toMatchObject({ status: 'not ready', checks: { database: said } });
    expect(served?.log().split(said)).toHaveLength(2);
    await db.updateTable('schema_version').set({ version: SCHEMA_VERSION }).execute();
    await storage.close();
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: 10_000 }).toBe(200);
    expect(served?.log()).toContain('Ready again');
  });

  it('is not ready where its database takes no writes, or is not the one that it opened', async () => {
    const url = await startDesk();
    const file = join(folder, 'desk.sqlite');
    const storage = await openStorage(defaults(`sqlite:${file}`));
    const { db } = storage.database;
    const database = async (): Promise<unknown> => {
      const answer = z.object({ checks: z.object({ database: z.string() }) });
      return answer.parse(await (await fetch(`${url}/readyz`)).json()).checks.database;
    };
    await sql`create trigger full before insert on schema_version begin select raise(abort, 'full'); end`.execute(
      db,
    );
    expect(await database()).toBe('it takes no writes (SQLITE_CONSTRAINT_TRIGGER)');
    await sql`drop trigger full`.execute(db);
    await storage.close();
    await rename(file, `${file}-moved`);
    await expect.poll(database, { timeout: 10_000 }).toBe('its file was moved or replaced: stop this server');
    await rename(`${file}-moved`, file);
  });

  it('counts turns by channel and outcome, and what is kept', async () => {
    const url = await startDesk();
    await (await converse(url)).say('when are you open?');
    const figures = async (): Promise<string> => (await fetch(`${url}/metrics`)).text();
    await expect
      .poll(figures)
      .toMatch(/^firstline_turns_total\{channel="web",outcome="(answer|disambiguation)"\} 1$/m);
    const text = await figures();
    expect(text).toMatch(/^firstline_turn_seconds_count\{channel="web"\} [1-9]/m);
    expect(text).toMatch(/^firstline_knowledge_info\{revision="\w+"\} 1$/m);
    expect(text).toMatch(/^firstline_deliveries\{state="dead"\} 0$/m);
    expect(text).toMatch(/^firstline_deliveries_overdue 0$/m);
    expect(text).toMatch(/^firstline_database_up 1$/m);
    expect(text).toMatch(/^firstline_answer_confidence_count\{outcome="(confident|disambiguation)"\} 1$/m);
  });

  it('counts forms and work orders, and no channel by a name that it gave itself', async () => {
    const url = await startDesk();
    const say = (text: string): Promise<Response> =>
      fetch(`${url}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          ...{ type: 'message', id: text, channelId: 'made-up', serviceUrl: 'http://127.0.0.1:9/', text },
          ...{ deliveryMode: 'expectReplies', conversation: { id: 'c' } },
          ...{ from: { id: 'u' }, recipient: { id: 'b' } },
        }),
      });
    for (const text of ['report a lost card', 'Berlin', '1001', 'anna@mail.example', 'send it'])
      await say(text);
    const text = await (await fetch(`${url}/metrics`)).text();
    for (const event of ['opened', 'filed'])
      expect(text).toContain(`firstline_forms_total{type="lost-card",event="${event}"} 1`);
    expect(text).toContain('firstline_work_orders{status="new"} 1');
    expect(text).toMatch(/^firstline_turns_total\{channel="other",outcome="filed"\} 1$/m);
    expect(text).not.toContain('made-up');
  });

  it('shows figures elsewhere only to who bears the token', async () => {
    const url = await startDesk({ METRICS_TOKEN: token });
    const asked = async (authorization: string): Promise<number> =>
      (await fetch(`${url}/metrics`, { headers: { ...fromElsewhere, authorization } })).status;
    expect(await asked(`Bearer ${token}`)).toBe(200);
    expect(await asked('Bearer another token')).toBe(401);
    expect((await fetch(`${url}/metrics`, { headers: fromElsewhere })).status).toBe(401);
  });

  it('shows figures to nobody elsewhere without a token set', async () => {
    const url = await startDesk();
    const headers = { ...fromElsewhere, authorization: 'Bearer undefined' };
    expect((await fetch(`${url}/metrics`, { headers })).status).toBe(401);
  });
});
