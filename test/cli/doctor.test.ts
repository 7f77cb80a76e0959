import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checksOf } from '../../src/cli/doctor/checks.ts';
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
    const findings = await Promise.all(checksOf(readConfig(environment, folder)).map(findingOf));
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

  it('tells a wrong password by its remedy and not by its text', async () => {
    const found = (await diagnosed(mailSettings('the wrong one'))).get('mail');
    expect(found).toMatchObject({ status: 'failed', remedy: expect.stringContaining('SMTP_URL') });
    expect(JSON.stringify(found)).not.toContain('wrong one');
  });

  it('tells a private receiver apart from one that is down', async () => {
    const { port } = { port: portOf(receiver) };
    const refused = await diagnosed({ WEBHOOKS: `https://127.0.0.1:${port}/ ${webhookSecret}` });
    expect(refused.get('webhook 1')).toMatchObject({ status: 'failed', detail: 'EPRIVATE' });
    receiver.close();
    await once(receiver, 'close');
    const down = await diagnosed({
      WEBHOOKS: `https://127.0.0.1:${port}/ ${webhookSecret}`,
      WEBHOOKS_ALLOW_PRIVATE: 'true',
    });
    expect(down.get('webhook 1')).toMatchObject({ status: 'failed', detail: 'ECONNREFUSED' });
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
