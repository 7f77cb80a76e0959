import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';

describe('readConfig', () => {
  const folder = mkdtempSync(join(tmpdir(), 'firstline-config-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const faultsOf = (environment: Readonly<Record<string, string>>): readonly string[] => {
    try {
      readConfig(environment, folder);
    } catch (error) {
      if (error instanceof ConfigError) return error.message.split('\n');
      throw error;
    }
    return [];
  };

  it('needs nothing', () => {
    const config = readConfig({}, folder);
    expect(config).toMatchObject({
      PORT: 3978,
      HOST: '127.0.0.1',
      DATABASE_URL: 'sqlite:./data/firstline.sqlite',
      KNOWLEDGE_DIR: './knowledge',
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('tells every fault at once, each with its remedy, and repeats no value', () => {
    const wrong = {
      PORT: '99887766',
      LOG_LEVEL: 'deafening',
      MICROSOFT_APP_TYPE: 'TopSecretTenant',
      WEB_CHAT_ONLY: 'perhaps-not',
      DIRECT_LINE_SECRET: 'hunter2',
    };
    const faults = faultsOf(wrong);
    expect(faults.map((fault) => fault.split(':')[0]).toSorted()).toEqual(Object.keys(wrong).toSorted());
    for (const fault of faults) expect(fault).toMatch(/^[A-Z_]+: \S.+\. .+ See \.env\.example\.$/);
    expect(faults.find((one) => one.startsWith('PORT'))).toContain('0 takes a free one');
    expect(faults.find((one) => one.startsWith('DIRECT_LINE_SECRET'))).toContain('32 characters or more');
    for (const value of Object.values(wrong)) expect(faults.join('\n')).not.toContain(value);
  });

  it.each([['-1'], ['65536'], ['3.5'], ['http'], ['1e9']])('refuses the port %s', (PORT) =>
    expect(faultsOf({ PORT })).toHaveLength(1),
  );

  it('takes an empty value as not set, and splits lists', () => {
    expect(readConfig({ PORT: '', MICROSOFT_APP_ID: '' }, folder)).toMatchObject({ PORT: 3978 });
    expect(readConfig({ MICROSOFT_APP_ID: '' }, folder).MICROSOFT_APP_ID).toBeUndefined();
    expect(readConfig({ WEB_CHAT_ORIGINS: 'https://a.example, https://b.example,' }, folder)).toMatchObject({
      WEB_CHAT_ORIGINS: ['https://a.example', 'https://b.example'],
    });
  });

  it('reads .env, and the environment over it', () => {
    const home = mkdtempSync(join(folder, 'home-'));
    writeFileSync(join(home, '.env'), 'PORT=4000\nHOST=0.0.0.0\n');
    expect(readConfig({ PORT: '5000' }, home)).toMatchObject({ PORT: 5000, HOST: '0.0.0.0' });
  });

  it('reads .env as editors on Windows write it', () => {
    const home = mkdtempSync(join(folder, 'home-'));
    writeFileSync(join(home, '.env'), '\uFEFFPORT=4000\r\nHOST=0.0.0.0\r\n');
    expect(readConfig({}, home)).toMatchObject({ PORT: 4000, HOST: '0.0.0.0' });
  });

  it('does not take a .env that cannot be read for none', () => {
    const home = mkdtempSync(join(folder, 'home-'));
    mkdirSync(join(home, '.env'));
    expect(() => readConfig({}, home)).toThrow(/^The file \.env is there and cannot be read \(EISDIR\)\. /);
  });

  it('speaks of a wrong value in words, once', () => {
    const told = (name: string, value: string) =>
      faultsOf({ [name]: value }).map((one) => one.split('. ')[0]);
    expect(told('PORT', 'abc')).toEqual(['PORT: It is not a whole number from 0 to 65535']);
    expect(told('PORT', '70000')).toEqual(['PORT: It is not a whole number from 0 to 65535']);
    expect(told('LOG_LEVEL', 'INFO')).toEqual(['LOG_LEVEL: It is none of silent, error, warn, info, debug']);
    expect(told('WEB_CHAT_ONLY', 'yes')).toEqual(['WEB_CHAT_ONLY: It is neither true nor false']);
    expect(told('METRICS_TOKEN', 'short')).toEqual(['METRICS_TOKEN: It has fewer than 32 characters']);
    for (const entry of ['ann:agent:12', 'ann:boss:12', 'ann', 'a n:agent:12'])
      expect(told('STAFF_TOKENS', `${entry},${entry}`)).toEqual([
        expect.stringContaining('An entry is not name:role:sha256, with a role of read-only, agent or lead'),
      ]);
    expect(told('PUBLIC_URL', 'https://help.example/?desk=1')).toEqual([
      'PUBLIC_URL: It has a ? or a #, and links could not go on after it',
    ]);
  });

  it('takes origins as browsers say them, and nothing that is none', () => {
    const read = (WEB_CHAT_ORIGINS: string) => readConfig({ WEB_CHAT_ORIGINS }, folder).WEB_CHAT_ORIGINS;
    expect(read('https://Shop.example/, http://localhost:8080, capacitor://localhost')).toEqual([
      'https://shop.example',
      'http://localhost:8080',
      'capacitor://localhost',
    ]);
    for (const wrong of [
      'shop.example',
      '*',
      'https://*.example',
      'https://a.example/help',
      'https://a b',
      'null',
    ])
      expect(faultsOf({ WEB_CHAT_ORIGINS: wrong })).toEqual([
        expect.stringMatching(
          /^WEB_CHAT_ORIGINS: An entry is not an origin: a scheme and a host, without a path/,
        ),
      ]);
  });

  it('reads where mail comes from, and wants it and the links with a server', () => {
    const mail = { SMTP_URL: 'smtp://user:p%40ss@mail.example:587', PUBLIC_URL: 'https://help.example/' };
    const read = (MAIL_FROM: string) => readConfig({ ...mail, MAIL_FROM }, folder);
    expect(read('Northgate Support <desk@northgate.example>')).toMatchObject({
      MAIL_FROM: { name: 'Northgate Support', address: 'desk@northgate.example' },
      PUBLIC_URL: 'https://help.example',
    });
    expect(read('desk@northgate.example').MAIL_FROM).toEqual({ address: 'desk@northgate.example' });
    expect(read('"Northgate, Support" <desk@northgate.example>').MAIL_FROM?.name).toBe('Northgate, Support');
    for (const wrong of ['Northgate', 'a@b, c@d', 'a@b\r\nBcc: c@d', '<>', 'Desk <a b@c>'])
      expect(faultsOf({ ...mail, MAIL_FROM: wrong })).toEqual([expect.stringMatching(/^MAIL_FROM: /)]);
    const missing = faultsOf({ SMTP_URL: mail.SMTP_URL });
    expect(missing.map((one) => one.split(':')[0])).toEqual(['MAIL_FROM', 'PUBLIC_URL']);
    expect(faultsOf({ SMTP_URL: 'mail.example', PUBLIC_URL: 'help.example' })).toHaveLength(3);
  });

  it('reads webhooks with their secrets, and repeats none of them', () => {
    const secret = (byte: number) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`;
    const WEBHOOKS = `https://a.example/hook ${secret(1)}, https://b.example ${secret(2)} ${secret(3)}`;
    expect(readConfig({ WEBHOOKS }, folder).WEBHOOKS).toEqual([
      { url: 'https://a.example/hook', secrets: [secret(1)] },
      { url: 'https://b.example', secrets: [secret(2), secret(3)] },
    ]);
    for (const wrong of [
      'https://a.example',
      'https://a.example hunter2',
      'https://a.example whsec_aHVudGVyMg==',
      `ftp://a.example ${secret(1)}`,
      `a.example ${secret(1)}`,
      `http://a.example ${secret(1)}`,
    ]) {
      const faults = faultsOf({ WEBHOOKS: wrong });
      expect(faults).toEqual([expect.stringMatching(/^WEBHOOKS: .*openssl rand/)]);
      expect(faults.join()).not.toContain(wrong.split(' ')[1] ?? wrong);
    }
    const allowed = { WEBHOOKS: `http://127.0.0.1:9 ${secret(1)}`, WEBHOOKS_ALLOW_PRIVATE: 'true' };
    expect(readConfig(allowed, folder).WEBHOOKS).toHaveLength(1);
  });

  it('says what the type of an Azure app needs besides its id', () => {
    const app = { MICROSOFT_APP_ID: '6a1f0a52-0000-4000-8000-000000000000' };
    const names = (more: Record<string, string>) =>
      faultsOf({ ...app, ...more }).map((one) => one.split(':')[0]);
    expect(names({})).toEqual(['MICROSOFT_APP_PASSWORD', 'MICROSOFT_APP_TENANT_ID']);
    expect(names({ MICROSOFT_APP_TYPE: 'MultiTenant' })).toEqual(['MICROSOFT_APP_PASSWORD']);
    for (const half of ['MICROSOFT_APP_PASSWORD', 'MICROSOFT_APP_TENANT_ID'])
      expect(faultsOf({ [half]: 'x' })).toEqual([
        expect.stringContaining(`MICROSOFT_APP_ID: It is missing, and ${half} is set. `),
      ]);
    const managed = { MICROSOFT_APP_TYPE: 'UserAssignedMSI', MICROSOFT_APP_TENANT_ID: 't' };
    expect(names({ ...managed, MICROSOFT_APP_PASSWORD: 'p' })).toEqual(['MICROSOFT_APP_PASSWORD']);
    expect(readConfig({ ...app, ...managed }, folder).MICROSOFT_APP_TYPE).toBe('UserAssignedMSI');
  });

  it('is listed whole in .env.example, which sets nothing', () => {
    const example = readFileSync('.env.example', 'utf8');
    const listed = [...example.matchAll(/^#([A-Z_]+)=/gm)].map((match) => match[1]);
    const optional = [
      'MICROSOFT_APP_ID',
      'MICROSOFT_APP_PASSWORD',
      'MICROSOFT_APP_TENANT_ID',
      'DIRECT_LINE_SECRET',
      'METRICS_TOKEN',
      'PUBLIC_URL',
      'SMTP_URL',
      'MAIL_FROM',
    ];
    expect(listed.toSorted()).toEqual([...Object.keys(readConfig({}, folder)), ...optional].toSorted());
    expect(example).not.toMatch(/^[A-Z_]+=/m);
  });
});
