import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';
import { start } from '../src/serve.ts';
import { converse } from './converse.ts';
import { serveDesk, smallKnowledge } from './served.ts';

describe('the whole desk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'firstline-main-'));
    await smallKnowledge(folder);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const settings = (more: Readonly<Record<string, string>> = {}) =>
    readConfig(
      {
        PORT: '0',
        LOG_LEVEL: 'silent',
        DATABASE_URL: `sqlite:${join(folder, 'desk.sqlite')}`,
        KNOWLEDGE_DIR: join(folder, 'knowledge'),
        ...more,
      },
      folder,
    );

  it('does not listen beyond this machine without an app id, and says what to set', async () => {
    const refused = start(settings({ HOST: '0.0.0.0' }));
    await expect(refused).rejects.toThrow(ConfigError);
    await expect(refused).rejects.toThrow(/MICROSOFT_APP_ID.*WEB_CHAT_ONLY=true.*HOST=127\.0\.0\.1/s);
  });

  it('answers from a changed folder without a restart, and tells who asked before', async () => {
    const running = await serveDesk(folder, { KNOWLEDGE_DIR: join(folder, 'knowledge') });
    try {
      const visitor = await converse(running.url);
      const early = await converse(running.url);
      await early.say('where are the lighthouse keys');
      await early.say('tell me when there is an answer');
      await expect.poll(() => early.heard(), { timeout: 30_000 }).toContain('I write to you here');
      await writeFile(
        join(folder, 'knowledge/articles/security/lighthouse.md'),
        '---\ntitle: The lighthouse keys\nquestions:\n  - where are the lighthouse keys\n  - lighthouse keys\n---\n\nThe lighthouse keys hang behind the door.\n',
      );
      await expect
        .poll(
          async () => {
            await visitor.say('where are the lighthouse keys');
            return visitor.heard();
          },
          { timeout: 30_000, interval: 500 },
        )
        .toContain('hang behind the door');
      await expect
        .poll(() => early.heard(), { timeout: 30_000, interval: 500 })
        .toMatch(/You asked: “where are the lighthouse keys”[\s\S]*hang behind the door/);
    } finally {
      await running.stop();
    }
  });
});
