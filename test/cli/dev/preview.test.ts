import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type PreviewServer, startPreview } from '../../../src/cli/dev/preview-server.ts';
import { maxFileBytes } from '../../../src/content/document.ts';

const root = mkdtempSync(path.join(tmpdir(), 'firstline-preview-'));
const file = 'articles/sign-in/locked-account.md';
let server: PreviewServer;

beforeAll(async () => {
  for (const part of ['articles/sign-in', 'articles/security', 'desk.md', 'phrases', 'work-orders'])
    cpSync(path.join('knowledge', part), path.join(root, part), { recursive: true });
  server = await startPreview(root, 0);
}, 180_000);
afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true, force: true });
});

const saved = (): string => readFileSync(path.join(root, file), 'utf8');
const show = async (): Promise<string> =>
  (await fetch(`${server.url}?${new URLSearchParams({ file })}`)).text();
const attempt = async (text: string, question = ''): Promise<string> =>
  (await fetch(server.url, { method: 'POST', body: new URLSearchParams({ file, text, question }) })).text();

describe('the preview', () => {
  it('shows an article as the chat does, and that nothing is wrong with it', async () => {
    const page = await show();
    expect(page).toContain('<h2>My account is locked');
    expect(page).toMatch(/class="bubble"><p>After five wrong attempts/);
    expect(page).toContain('Nothing to mend.');
  });

  it('answers a question from the unsaved text, says why, and saves nothing', async () => {
    const before = saved();
    const text = before.replace('questions:\n', 'questions:\n  - the zebra ate my keyboard\n');
    const page = await attempt(text, 'a zebra ate the keyboard');
    expect(page).toContain('the bot says</h2>');
    expect(page).toMatch(/class="this"><td>sign-in\/locked-account<\/td>.*zebra/);
    expect(await attempt(before, 'a zebra ate the keyboard')).not.toMatch(/class="this".*zebra/);
    expect(saved()).toBe(before);
  });

  it('names a list of synonyms by its first word', async () => {
    expect(await attempt(saved(), 'my account is suspended')).toMatch(
      /class="this"><td>[^<]*<\/td>.*≈ locked/,
    );
  });

  it('tells what is wrong in a half-written text, and lets no text of an article act as the page', async () => {
    expect(await attempt('---\ntitel: x\n')).toMatch(/<li class="error">/);
    const page = await attempt(
      saved().replace('After five', '<script>alert(1)</script> [x](javascript:alert(1)) After five'),
    );
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain('href="javascript:');
    expect(page).toContain('</textarea>');
    expect(await attempt('</textarea><b>out</b>')).not.toContain('<b>out');
  });

  it('is told when a file is saved, atomically too, and keeps the last load while one is half written', async () => {
    const changes = await fetch(`${server.url}/changes`);
    const reader = changes.body?.getReader();
    if (reader === undefined) throw new Error('There must be a stream.');
    await reader.read();
    const heard = async (): Promise<void> => {
      const { value } = await reader.read();
      expect(new TextDecoder().decode(value)).toContain('changed');
    };
    writeFileSync(path.join(root, `${file}.tmp`), saved().replace('After five wrong', 'After 5 wrong'));
    renameSync(path.join(root, `${file}.tmp`), path.join(root, file));
    await heard();
    expect(await show()).toContain('After 5 wrong');
    const whole = saved();
    writeFileSync(path.join(root, file), whole.slice(0, 12));
    await heard();
    expect((await fetch(server.url)).status).toBe(200);
    writeFileSync(path.join(root, file), whole);
    await heard();
    expect(await show()).toContain('After 5 wrong');
    await reader.cancel();
  }, 180_000);

  it('hears this machine alone, by its own name', async () => {
    const { port, hostname } = new URL(server.url);
    expect(hostname).toBe('127.0.0.1');
    const status = await new Promise<number | undefined>((resolve) => {
      request({ port, host: hostname, path: '/preview', headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });
    expect(status).toBe(403);
  });

  it('takes the largest file there may be, in any letters, and refuses more', async () => {
    const sent = (body: string | URLSearchParams) => fetch(server.url, { method: 'POST', body });
    expect(
      (await sent(new URLSearchParams({ file, text: 'é'.repeat(maxFileBytes / 2 - 1000) }))).status,
    ).toBe(200);
    expect((await sent('x'.repeat(3 * maxFileBytes + 1))).status).toBe(413);
  });

  it('lets go of the folder where its port is taken', async () => {
    const other = mkdtempSync(path.join(tmpdir(), 'firstline-preview-'));
    onTestFinished(() => rmSync(other, { recursive: true }));
    const watched = () => process.getActiveResourcesInfo().filter((one) => one === 'FSEventWrap').length;
    const before = watched();
    await expect(startPreview(other, Number(new URL(server.url).port))).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    await expect.poll(watched).toBe(before);
  });
});
