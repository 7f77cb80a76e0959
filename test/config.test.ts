import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

  it('is listed whole in .env.example, which sets nothing', () => {
    const example = readFileSync('.env.example', 'utf8');
    const listed = [...example.matchAll(/^#([A-Z_]+)=/gm)].map((match) => match[1]);
    const optional = [
      'MICROSOFT_APP_ID',
      'MICROSOFT_APP_PASSWORD',
      'MICROSOFT_APP_TENANT_ID',
      'DIRECT_LINE_SECRET',
    ];
    expect(listed.toSorted()).toEqual([...Object.keys(readConfig({}, folder)), ...optional].toSorted());
    expect(example).not.toMatch(/^[A-Z_]+=/m);
  });
});
