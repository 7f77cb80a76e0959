import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exported, page, personalData, receipt, workOrder } from '../../src/staff/schemas.ts';
import { fileOne } from '../staff/desk.ts';
import { benchOn, ENGINES } from '../storage/engines.ts';
import { inProcess } from './in-process.ts';
import { firstline } from './run.ts';

describe('firstline work-orders as processes', () => {
  const { freshUrl, open } = benchOn('sqlite');

  // Each run is a process, some seconds: a few runs that prove much.
  it('works beside whoever else has the database open', { timeout: 120_000 }, async () => {
    const url = await freshUrl();
    const number = await fileOne(await open(url));
    const environment = { DATABASE_URL: url };
    const listed = await firstline(['work-orders', 'list', '--json'], { environment });
    expect(listed).toMatchObject({ status: 0, err: '' });
    expect(page.parse(JSON.parse(listed.out)).workOrders.map((one) => one.number)).toEqual([number]);
    const asked = await firstline(['work-orders', 'ask', number, '-'], {
      environment,
      input: 'Which card?\nThe blue one?\n',
    });
    expect(asked).toMatchObject({ status: 0, out: `${number} is pending, taken by nobody, version 3.\n` });
    const shown = await firstline(['work-orders', 'show', number, '--json'], { environment });
    const { timeline } = workOrder.parse(JSON.parse(shown.out));
    expect(timeline[1]).toMatchObject({
      actor: { role: 'staff', id: userInfo().username },
      change: { kind: 'asked', text: 'Which card?\nThe blue one?' },
    });
    const stale = await firstline(['work-orders', 'resolve', number, '--if-version', '1', '--json'], {
      environment,
    });
    expect(stale).toEqual({ status: 1, err: '', out: '{"error":"stale","version":3}\n' });
  });
});

describe.each(ENGINES)('firstline work-orders on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);

  it('works one from list to close, told by --json as by the API', async () => {
    const url = await freshUrl();
    const storage = await open(url);
    const number = await fileOne(storage, { subject: '=cmd|\u001b[2J' });
    await fileOne(storage, { requester: 'web/ben', queue: 'fraud' });
    const run = (...args: readonly string[]) => inProcess(['work-orders', ...args], { DATABASE_URL: url });
    const json = async (...args: readonly string[]): Promise<unknown> => {
      const { status, out, err } = await run(...args, '--json');
      expect({ args, status, err }).toEqual({ args, status: 0, err: '' });
      expect(out.trim().split('\n')).toHaveLength(1);
      return JSON.parse(out);
    };
    const listed = page.parse(await json('list', '--queue', 'cards'));
    expect(listed.workOrders.map((one) => one.number)).toEqual([number]);
    const as = ['--as', 'adam'] as const;
    const done = async (...args: readonly string[]) => receipt.parse(await json(...args, ...as));
    expect(await done('take', number.toLowerCase())).toMatchObject({
      assignee: 'adam',
      status: 'open',
      version: 3,
    });
    expect(await done('reply', number, 'On its way')).toMatchObject({ status: 'open' });
    expect(await done('reply', number, 'Looks like fraud', '--note')).toMatchObject({ status: 'open' });
    expect(await done('ask', number, 'Which card?', '--if-version', '5')).toMatchObject({
      status: 'pending',
    });
    expect(await done('resolve', number, '--reason', 'Sent')).toMatchObject({ status: 'resolved' });
    expect(await done('close', number)).toMatchObject({ status: 'closed' });
    const shown = workOrder.parse(await json('show', number));
    const ours = shown.timeline.filter(({ actor }) => actor.role === 'staff' && actor.id === 'adam');
    expect(ours).toHaveLength(shown.timeline.length - 1);
    const words = await run('show', number);
    expect(words.out).toMatch(/adam {2}asked\n {6}Which card\?/);
    expect(words.out).not.toContain('\u001b');
    const csv = await run('export', '--queue', 'cards');
    expect(csv.out).toContain(`"'=cmd|`);
    expect(csv.out.split('\r\n')).toHaveLength(3);
    expect(await run('take', number, '--json')).toMatchObject({
      status: 1,
      out: expect.stringContaining('"error":"refused","status":"closed"'),
    });
    expect((await run('list')).out).toMatch(/^NUMBER +STATUS .*\n.*web|WO-/);
  });
});

describe('firstline work-orders', () => {
  const { freshUrl, open } = benchOn('sqlite');

  it('ends with 1 for what is not there, and with 2 for wrong usage', async () => {
    const url = await freshUrl();
    await open(url);
    const run = (...args: readonly string[]) => inProcess(['work-orders', ...args], { DATABASE_URL: url });
    expect(await run('show', 'WO-NONE-0000', '--json')).toMatchObject({
      status: 1,
      out: '{"error":"not-found"}\n',
      err: '',
    });
    for (const [args, said] of [
      [['list', '--status', 'stuck'], '--status: unexpected "stuck", expected new, open'],
      [['take', 'WO-NONE-0000', '--as', 'a b'], 'give --as a name'],
      [['reply', 'WO-NONE-0000', '  '], 'Expected a text'],
    ] as const) {
      const { status, out, err } = await run(...args);
      expect({ status, out }).toEqual({ status: 2, out: '' });
      expect(err).toContain(said);
    }
  });

  it('makes no database where there is none: it would look like a desk without work orders', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'firstline-nowhere-'));
    for (const args of [['work-orders', 'list'], ['privacy', 'export', 'web/ann'], ['report'], ['gaps']]) {
      const file = join(folder, 'data', 'desk.sqlite');
      const run = await inProcess(args, { DATABASE_URL: `sqlite:${file}` });
      expect(run).toMatchObject({ status: 2, out: '' });
      expect(run.err).toContain(`There is no database at ${file}. Check DATABASE_URL, and the folder`);
    }
    expect(readdirSync(folder)).toEqual([]);
    await rm(folder, { recursive: true });
  });

  it("tells times in the desk's zone and names it: there the requester was told the same", async () => {
    const url = await freshUrl();
    const storage = await open(url);
    const number = await fileOne(storage, { at: Date.UTC(2026, 6, 6, 9) });
    const folder = await mkdtemp(join(tmpdir(), 'firstline-zone-'));
    await writeFile(join(folder, 'desk.md'), '---\nname: Desk\nzone: Europe/Berlin\n---\n');
    const run = async (...args: readonly string[]): Promise<string> =>
      (await inProcess(['work-orders', ...args], { DATABASE_URL: url, KNOWLEDGE_DIR: folder })).out;
    const due = '2026-07-06 11:00 CEST';
    expect(await run('list')).toContain(due);
    expect(await run('show', number)).toContain(`solution due ${due}`);
    expect(await run('show', number)).toMatch(/^ {2}2026-07-06 11:00 CEST {2}web\/ann {2}filed/m);
    expect(await run('deliveries')).toContain(due);
    await rm(folder, { recursive: true });
  });

  it('lists what waits and what was given up, and begins anew with that alone', async () => {
    const url = await freshUrl();
    const storage = await open(url);
    const number = await fileOne(storage);
    const id = `${number}/1`;
    await storage.database.db
      .updateTable('outbox')
      .set({ done: 1, dead: 1, error: 'The receiver answered 410' })
      .where('id', '=', id)
      .execute();
    const run = (...args: readonly string[]) =>
      inProcess(['work-orders', 'deliveries', ...args], { DATABASE_URL: url });
    const dead = await run('--state', 'dead', '--json');
    expect(JSON.parse(dead.out)).toMatchObject({
      deliveries: [{ id, kind: 'work-order.filed', state: 'dead', error: 'The receiver answered 410' }],
    });
    expect((await run()).out).toMatch(/410[\s\S]*timer\.sla-warning/);
    expect(await run('--retry', id, '--json')).toMatchObject({
      status: 0,
      out: `{"id":"${id}","outcome":"retried"}\n`,
    });
    expect((await storage.outbox.list({ state: 'waiting', limit: 50 })).map((one) => one.id)).toContain(id);
    expect(await run('--retry', id)).toMatchObject({ status: 1 });
  });

  it('exports to a file, gives out and erases what is kept of one requester', async () => {
    const url = await freshUrl();
    const storage = await open(url);
    const number = await fileOne(storage);
    const folder = await mkdtemp(join(tmpdir(), 'firstline-export-'));
    const run = (...args: readonly string[]) => inProcess(args, { DATABASE_URL: url });
    const file = join(folder, 'all.json');
    await run('work-orders', 'export', '--format', 'json', '--output', file);
    expect(exported.parse(JSON.parse(readFileSync(file, 'utf8'))).workOrders).toMatchObject([{ number }]);
    await rm(folder, { recursive: true });
    const told = personalData.parse(JSON.parse((await run('privacy', 'export', 'web/ann', '--json')).out));
    expect(told.workOrders).toMatchObject([{ number, subject: 'Lost card in Berlin' }]);
    const erased = await run('privacy', 'erase', 'web/ann', '--as', 'lena', '--json');
    expect(JSON.parse(erased.out)).toMatchObject({ workOrders: 1, conversations: 1 });
    expect(await run('privacy', 'export', 'web/ann')).toMatchObject({ status: 1 });
    const [kept] = await storage.database.db.selectFrom('erasures').selectAll().execute();
    expect(kept).toMatchObject({ actor: 'lena' });
  });
});
