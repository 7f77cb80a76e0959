import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Visit, visit } from './browser.ts';
import { type Desk, openDesk } from './desk.ts';
import { webChatFile } from './web-chat-file.ts';

const file = await webChatFile();
if ('missing' in file) process.stderr.write(`Microsoft's Web Chat was not tested. ${file.missing}\n`);

/** A page as Microsoft's manual writes it, on a site of its own. */
const page = (
  deskUrl: string,
  webSocket: boolean,
): string => `<!doctype html><html lang="en"><title>Web Chat</title>
<style>html, body, #webchat { height: 100%; margin: 0 }</style><div id="webchat"></div>
<script src="/webchat.js"></script>
<script>
(async () => {
  const kept = JSON.parse(sessionStorage.getItem('kept') ?? 'null');
  const { token, conversationId } = kept ?? await (await fetch('${deskUrl}/v3/directline/tokens/generate', { method: 'POST' })).json();
  sessionStorage.setItem('kept', JSON.stringify({ token, conversationId }));
  const directLine = WebChat.createDirectLine({ domain: '${deskUrl}/v3/directline', token, webSocket: ${webSocket}, ...(kept && { conversationId }) });
  WebChat.renderWebChat({ directLine, locale: 'en-US' }, document.getElementById('webchat'));
})();
</script></html>`;

describe.skipIf('missing' in file).each([
  { mode: 'WebSocket', webSocket: true },
  { mode: 'polling', webSocket: false },
])("Microsoft's Web Chat over $mode", ({ webSocket }) => {
  let desk: Desk;
  let visitor: Visit;
  const site = createServer((request, response) => {
    if (request.url === '/webchat.js' && 'path' in file) {
      response.setHeader('content-type', 'text/javascript').end(readFileSync(file.path));
      return;
    }
    response.setHeader('content-type', 'text/html').end(page(desk.url, webSocket));
  });
  const siteUrl = (): string => `http://127.0.0.1:${(site.address() as AddressInfo).port}`;

  beforeAll(async () => {
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    desk = await openDesk({ WEB_CHAT_ORIGINS: siteUrl() });
  });
  afterAll(async () => {
    await desk.close();
    site.closeAllConnections();
    await new Promise((resolve) => site.close(resolve));
  });
  afterEach(() => visitor.close());

  const transcript = () => visitor.page.getByRole('feed');
  const say = async (text: string): Promise<void> => {
    await visitor.page.getByRole('textbox').fill(text);
    await visitor.page.keyboard.press('Enter');
  };
  const press = (name: string | RegExp): Promise<void> =>
    visitor.page.getByRole('toolbar').getByRole('button', { name }).click();
  const told = (text: string | RegExp): Promise<void> =>
    expect.poll(() => transcript().innerText(), { timeout: 15_000 }).toMatch(text);

  it('welcomes, answers, files a work order by its buttons and shows its card, and comes back', async () => {
    visitor = await visit('desktop');
    await visitor.page.goto(siteUrl());
    await transcript().waitFor();
    await told(/Welcome to Northgate/);
    await say('why is my deposit still pending');
    await told(/waiting for the network/);
    await press('That helped');
    await told(/Glad that helped/);
    await say('open a work order');
    await told(/What is it about/);
    await press(/General/);
    await press('A complaint');
    for (const text of [
      'The app is slow since Monday',
      'It takes a minute to open, since the update.',
      'skip',
    ]) {
      const before = await transcript().innerText();
      await say(text);
      await expect.poll(() => transcript().innerText(), { timeout: 15_000 }).not.toBe(before);
      await visitor.page.waitForTimeout(400);
    }
    await say('anna@mail.example');
    await told(/please check/);
    expect(await transcript().locator('.ac-adaptiveCard').count()).toBeGreaterThan(0);
    await press('Send it');
    await told(/WO-[A-Z0-9]{4}-[A-Z0-9]{4}/);
    await visitor.shot(`web-chat-${webSocket ? 'socket' : 'polling'}`);
    await visitor.page.reload();
    await told(/WO-[A-Z0-9]{4}-[A-Z0-9]{4}/);
    expect(await transcript().innerText()).toContain('why is my deposit still pending');
  });

  it('sends a file', async () => {
    visitor = await visit('desktop');
    await visitor.page.goto(siteUrl());
    await told(/Welcome to Northgate/);
    await visitor.page
      .locator('input[type=file]')
      .setInputFiles({ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('a note') });
    await visitor.page.getByRole('textbox').focus();
    await visitor.page.keyboard.press('Enter');
    await told(/note\.txt/);
    await told(/cannot take a file|file/i);
  });
});
