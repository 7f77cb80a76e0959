import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStorage } from '../../src/storage/storage.ts';
import { expectNothingPersonal } from '../personal.ts';
import { type Postgres, startPostgres } from '../postgres.ts';
import { defaults } from '../storage/defaults.ts';
import { aFiling, nthTurn } from '../storage/turns.ts';
import { startWriter } from '../storage/writer.ts';
import { smallDesk } from './bundled.ts';
import { type DeskProcess, startDeskProcess } from './desk-process.ts';
import { upTo } from './effort.ts';
import { smallDisk } from './small-disk.ts';
import { swallowingProxy } from './swallowing-proxy.ts';
import { newVisitor, PICTURE, said, type Visitor } from './visitor.ts';

let folder = '';
let postgres: Postgres;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'firstline-faults-'));
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

const filing = (n: number) => nthTurn(n, [aFiling(`form-${n}`)]);

const SETTINGS = { PORT: '0', LOG_LEVEL: 'debug' };
/** How long nothing comes through, ms. */
const silence = upTo({ short: 12_000, long: 30_000 });

const untilReview = () => [
  ...['report a lost card', 'Berlin', `ann.${crypto.randomUUID()}@mail.example`].map((text) => said(text)),
  said('', { file: PICTURE }),
];

async function fileOne(visitor: Visitor): Promise<void> {
  for (const message of [...untilReview(), said('file it')]) await visitor.say(message);
}

async function isFiledOnce(url: string, visitor: Visitor): Promise<void> {
  const told = (await visitor.heard()).flatMap(({ text }) => text.match(/WO-[\w-]{9}/g) ?? []);
  const storage = await openStorage(defaults(url));
  const own = await storage.ledger.list(visitor.requesterId);
  await storage.close();
  expect(own.map(({ number }) => number)).toEqual([...new Set(told)]);
  expect(own).toHaveLength(1);
}

/** What fails is logged with what the database says of it, and nothing of what was said to the desk. */
async function toldFaultsAlone({ said: { err } }: DeskProcess, url: string): Promise<void> {
  expect(err).toContain('"err":');
  await expectNothingPersonal(err, url);
}

describe('a database that goes away', () => {
  it('a Postgres that crashes between turns: the next ones work, and nothing that was told is lost', async () => {
    const storage = await openStorage(defaults(await postgres.createDatabase()));
    await storage.ledger.commit(filing(1));
    await postgres.crashAndRestart();
    // A pooled connection that died fails the first turn that takes it; the same message comes again.
    const again = async () => storage.ledger.commit(filing(2)).catch(() => storage.ledger.commit(filing(2)));
    expect(await again()).toMatchObject({ kind: 'committed' });
    expect(await storage.ledger.list('web/ann')).toHaveLength(2);
    await storage.close();
  });

  it('a Postgres that crashes in the middle of turns: each is answered, once', async () => {
    const settings = { ...SETTINGS, DATABASE_URL: await postgres.createDatabase() };
    const desk = await startDeskProcess(smallDesk, { settings });
    const visitors = await Promise.all(Array.from({ length: 6 }, () => newVisitor(desk.url)));
    const filing = Promise.all(visitors.map(fileOne));
    for (let crash = 0; crash < upTo({ short: 2, long: 20 }); crash++) {
      await sleep(200);
      await postgres.crashAndRestart();
    }
    await filing;
    for (const visitor of visitors) await isFiledOnce(settings.DATABASE_URL, visitor);
    desk.child.kill('SIGTERM');
    expect(await desk.ended).toBe(0);
    await toldFaultsAlone(desk, settings.DATABASE_URL);
  });

  it(`a connection that swallows everything for ${silence / 1000} s: who speaks is told within 10 s, and what comes next works`, async () => {
    const url = new URL(await postgres.createDatabase());
    const direct = url.href;
    const proxy = await swallowingProxy(Number(url.port));
    url.port = String(proxy.port);
    const desk = await startDeskProcess(smallDesk, { settings: { ...SETTINGS, DATABASE_URL: url.href } });
    const visitor = await newVisitor(desk.url);
    for (const message of untilReview()) await visitor.say(message);
    const began = performance.now();
    proxy.swallow();
    const file = said('file it');
    expect(await visitor.tell(file)).toBe(false);
    expect(performance.now() - began).toBeLessThan(10_000);
    await sleep(Math.max(0, silence - (performance.now() - began)));
    proxy.pass();
    await visitor.say(file);
    await isFiledOnce(direct, visitor);
    desk.child.kill('SIGKILL');
    await desk.ended;
    await toldFaultsAlone(desk, direct);
    await proxy.close();
  });

  it('a disk that is full: what is said is refused, nothing is lost, and with room again it is done once', async ({
    skip,
  }) => {
    const disk = smallDisk(join(folder, 'disk'));
    if ('refused' in disk) return skip(disk.refused);
    const url = `sqlite:${join(disk.path, 'firstline.sqlite')}`;
    const desk = await startDeskProcess(smallDesk, { settings: { ...SETTINGS, DATABASE_URL: url } });
    const [before, visitor] = [await newVisitor(desk.url), await newVisitor(desk.url)];
    await fileOne(before);
    for (const message of untilReview()) await visitor.say(message);
    const beside = await openStorage(defaults(url));
    disk.fill();
    const file = said('file it');
    // What fits into the pages that are there still does; what does not is refused.
    await expect.poll(() => visitor.tell(said('x'.repeat(4000)))).toBe(false);
    expect(await visitor.tell(file)).toBe(false);
    expect((await fetch(`${desk.url}/healthz`)).status).toBe(200);
    expect((await before.heard()).length).toBeGreaterThan(0);
    expect(await beside.health.fault()).toBe('it takes no writes (SQLITE_FULL)');
    disk.empty();
    expect(await beside.health.fault()).toBeUndefined();
    await beside.close();
    await visitor.say(file);
    await isFiledOnce(url, visitor);
    await isFiledOnce(url, before);
    desk.child.kill('SIGTERM');
    expect(await desk.ended).toBe(0);
    await toldFaultsAlone(desk, url);
    disk.unmount();
  });

  it('a disk that may only be read: a server says so, and does not start', async ({ skip }) => {
    const disk = smallDisk(join(folder, 'read-only'));
    if ('refused' in disk) return skip(disk.refused);
    const options = { ...defaults(`sqlite:${join(disk.path, 'firstline.sqlite')}`), role: 'server' } as const;
    // In another process: files that are open here would keep the disk as it is.
    await (await startWriter(options.databaseUrl, 'server', 'w')).stop();
    disk.makeReadOnly();
    await expect(openStorage(options)).rejects.toMatchObject({ fault: 'not-writable' });
    disk.unmount();
  });

  it('a file that may not grow: the turn fails, and when there is room again the same turn works once', async () => {
    const storage = await openStorage(defaults(`sqlite:${join(folder, 'full.sqlite')}`));
    const { db } = storage.database;
    await storage.ledger.commit(filing(1));
    const { rows } = await sql<{ readonly page_count: number }>`pragma page_count`.execute(db);
    await sql`pragma max_page_count = ${sql.lit(rows[0]?.page_count ?? 0)}`.execute(db);
    const said = { kind: 'notice', text: 'x'.repeat(100_000) } as const;
    const large = { ...filing(2), replies: () => [said] };
    await expect(storage.ledger.commit(large)).rejects.toThrow(/full/);
    expect(await storage.ledger.list('web/ann')).toHaveLength(1);
    await sql`pragma max_page_count = 1000000`.execute(db);
    expect(await storage.ledger.commit(large)).toMatchObject({ kind: 'committed' });
    expect(await storage.ledger.commit(large)).toMatchObject({ kind: 'seen' });
    expect(await storage.ledger.list('web/ann')).toHaveLength(2);
    await storage.close();
  });
});
