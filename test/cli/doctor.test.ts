import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checksOf, clockAt } from '../../src/cli/doctor/checks.ts';
import { type Finding, findingOf } from '../../src/cli/doctor/finding.ts';
import { readConfig } from '../../src/config.ts';
import { firstline } from './run.ts';

const password = 'a password of the tests';
const webhookSecret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

describe('doctor', () => {
  let folder = '';
  let smtp: SMTPServer;
  let receiver: Server;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'firstline-doctor-'));
    smtp = new SMTPServer({
      authOptional: false,
      disabledCommands: ['STARTTLS'],
      onAuth: (auth, _session, done) =>
        done(auth.password === password ? null : new Error('Wrong password'), { user: 'desk' }),
    });
    smtp.listen(0, '127.0.0.1');
    receiver = createServer().listen(0, '127.0.0.1');
    await Promise.all([once(smtp.server, 'listening'), once(receiver, 'listening')]);
  });
  afterEach(async () => {
    await new Promise<void>((resolve) => smtp.close(() => resolve()));
    receiver.close();
    await rm(folder, { recursive: true, force: true });
  });

  const portOf = (server: Pick<Server, 'address'>): number => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('Unexpected address');
    return address.port;
  };
  const mailSettings = (withPassword: string) => ({
    SMTP_URL: `smtp://desk:${encodeURIComponent(withPassword)}@127.0.0.1:${portOf(smtp.server)}`,
    MAIL_FROM: 'desk@desk.example',
    PUBLIC_URL: 'http://127.0.0.1:9',
  });

  async function diagnosed(more: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, Finding>> {
    const environment = { DATABASE_URL: `sqlite:${join(folder, 'desk.sqlite')}`, ...more };
    const findings = await Promise.all(checksOf(readConfig(environment, folder), folder).map(findingOf));
    return new Map(findings.map((finding) => [finding.check, finding]));
  }

  it('finds nothing wrong with a mail server that takes us, and a receiver that is reached', async () => {
    const found = await diagnosed({
      ...mailSettings(password),
      WEBHOOKS: `http://127.0.0.1:${portOf(receiver)}/hook ${webhookSecret}`,
      WEBHOOKS_ALLOW_PRIVATE: 'true',
    });
    expect(found.get('database')).toMatchObject({ status: 'ok', detail: 'sqlite' });
    expect(found.get('mail')).toMatchObject({ status: 'ok' });
    expect(found.get('webhook 1')).toMatchObject({ status: 'ok' });
    expect(found.get('app id')).toMatchObject({ status: 'skipped' });
  });

  it('tells names in .env that are no settings, and leaves those of other programs alone', async () => {
    await writeFile(
      join(folder, '.env'),
      'POSTGRES_PASSWORD=x\nNODE_ENV=production\nTZ=UTC\nHOST=127.0.0.1\n',
    );
    expect((await diagnosed({})).get('settings')).toMatchObject({ status: 'ok' });
    await writeFile(join(folder, '.env'), 'MICROSOFT_APPID=x\nWEBCHAT_ORIGINS=x\n');
    expect((await diagnosed({})).get('settings')).toMatchObject({
      status: 'failed',
      detail:
        'MICROSOFT_APPID is no setting, and MICROSOFT_APP_ID is one; ' +
        'WEBCHAT_ORIGINS is no setting, and WEB_CHAT_ORIGINS is one',
    });
  });

  it('tells a wrong password by its remedy and not by its text', async () => {
    const found = (await diagnosed(mailSettings('the wrong one'))).get('mail');
    expect(found).toMatchObject({ status: 'failed', remedy: expect.stringContaining('SMTP_URL') });
    expect(JSON.stringify(found)).not.toContain('wrong one');
  });

  it('tells a private receiver apart from one that is down', async () => {
    const { port } = { port: portOf(receiver) };
    const refused = await diagnosed({ WEBHOOKS: `https://127.0.0.1:${port}/ ${webhookSecret}` });
    expect(refused.get('webhook 1')).toMatchObject({
      status: 'failed',
      detail: expect.stringContaining('WEBHOOKS_ALLOW_PRIVATE'),
    });
    receiver.close();
    await once(receiver, 'close');
    const down = await diagnosed({
      WEBHOOKS: `https://127.0.0.1:${port}/ ${webhookSecret}`,
      WEBHOOKS_ALLOW_PRIVATE: 'true',
    });
    expect(down.get('webhook 1')).toMatchObject({
      status: 'failed',
      detail: 'nothing listens there (ECONNREFUSED)',
    });
  });

  it('tells a database that is away once', async () => {
    const found = await diagnosed({ DATABASE_URL: 'postgres://desk:secret@127.0.0.1:1/desk' });
    expect(found.get('database')).toMatchObject({
      status: 'failed',
      remedy: expect.stringContaining('Postgres'),
    });
    expect([found.get('deliveries')?.status, found.get('clock')?.status]).toEqual(['skipped', 'skipped']);
    expect(JSON.stringify([...found])).not.toContain('secret');
  });

  it('tells why an address is not reached', async () => {
    const port = portOf(receiver);
    receiver.close();
    await once(receiver, 'close');
    const found = await diagnosed({ PUBLIC_URL: `http://127.0.0.1:${port}` });
    expect(found.get('public address and clock')).toMatchObject({
      status: 'failed',
      detail: 'nothing listens there (ECONNREFUSED)',
    });
  });

  it('finds no fault with a clock that nothing speaks against', async () => {
    expect((await diagnosed({})).get('clock')).toMatchObject({ status: 'ok' });
  });

  it('ends with 1 and says the remedy, as one JSON value', async () => {
    const { status, out } = await firstline(['doctor', '--json'], {
      environment: { DATABASE_URL: `sqlite:${join(folder, 'none')}`, KNOWLEDGE_DIR: join(folder, 'none') },
    });
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      findings: expect.arrayContaining([
        expect.objectContaining({ check: 'knowledge', status: 'failed', remedy: expect.any(String) }),
        expect.objectContaining({ check: 'database', status: 'ok' }),
      ]),
    });
  });
});

describe('the clock', () => {
  const now = Date.parse('2026-03-04T10:00:00Z');
  const at = (times: { readonly server?: number; readonly newest?: number }) =>
    clockAt({ now, server: undefined, newest: undefined, ...times });
  it.each([
    ['ahead of the database server', { server: now - 40_000 }, '40 s ahead'],
    ['behind the database server', { server: now + 90_000 }, '90 s behind'],
    ['behind what was stored', { newest: now + 3_600_000 }, '3600 s in the future'],
  ])('%s is wrong, and what to do is said', (_, times, said) => {
    expect(at(times)).toMatchObject({
      kind: 'failed',
      detail: expect.stringContaining(said),
      remedy: expect.stringContaining('NTP'),
    });
  });
  it.each([
    ['nothing to compare with', {}],
    ['some seconds off', { server: now - 5_000, newest: now + 5_000 }],
    ['a turn of last year', { newest: now - 31_536_000_000 }],
  ])('%s is no fault', (_, times) => {
    expect(at(times)).toMatchObject({ kind: 'ok' });
  });
});
