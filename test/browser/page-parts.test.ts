import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import axe from 'axe-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Visit, visit } from './browser.ts';
import { type Desk, openDesk } from './desk.ts';

let desk: Desk;
let visitor: Visit;

/** Another company's site, with the chat on it by one script tag. */
const site = createServer((request, response) => {
  response.setHeader('content-type', 'text/html');
  // A site as strict as sites are: our script may be loaded, talked to and framed, and nothing else.
  const policy = `default-src 'none'; script-src ${desk.url}; frame-src ${desk.url}; connect-src ${desk.url}`;
  response.setHeader('content-security-policy', policy);
  response.end(
    request.url === '/'
      ? `<!doctype html><html lang="en"><title>A shop</title><h1>A shop</h1><script src="${desk.url}/embed.js" async></script></html>`
      : '',
  );
});

beforeAll(async () => {
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  desk = await openDesk({ WEB_CHAT_ORIGINS: siteUrl() });
});
afterAll(async () => {
  await desk.close();
  site.closeAllConnections();
  await new Promise((resolve) => site.close(resolve));
});
afterEach(async () => {
  await visitor.close();
  expect(visitor.complaints).toEqual([]);
});

const siteUrl = (): string => `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
const box = () => visitor.page.getByLabel('Your message');
const lastDesk = () => visitor.page.locator('.message.desk').last();

async function open(...how: Parameters<typeof visit>): Promise<void> {
  visitor = await visit(...how);
  await visitor.page.goto(desk.url);
  await lastDesk().waitFor();
}

async function say(text: string): Promise<void> {
  const before = await visitor.page.locator('.message.desk').count();
  await box().fill(text);
  await visitor.page.keyboard.press('Enter');
  await visitor.page.locator('.message.desk').nth(before).waitFor();
}

async function choose(label: string | RegExp): Promise<void> {
  const before = await visitor.page.locator('.message.desk').count();
  await visitor.page.locator('#choices').getByRole('button', { name: label }).click();
  await visitor.page.locator('.message.desk').nth(before).waitFor();
}

async function fileWorkOrder(): Promise<string> {
  await choose('Open a work order');
  await choose(/General/);
  await choose('A complaint');
  await say('The app is slow since Monday');
  await say('It takes a minute to open, on two phones, since the update of Monday.');
  await choose(/skip/i);
  await say('anna@mail.example');
  await visitor.page.locator('[data-kind=review] .ac-adaptiveCard').waitFor();
  await choose(/file|yes|send/i);
  const card = visitor.page.locator('[data-kind=filed] .ac-adaptiveCard');
  await card.waitFor();
  return /WO-[A-Z0-9-]+/.exec(await card.innerText())?.[0] ?? '';
}

const found = z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) }));

/** What axe-core has to say about the page as it stands. */
async function violations(): Promise<readonly string[]> {
  await visitor.page.evaluate(axe.source);
  const seen = found.parse(await visitor.page.evaluate('axe.run().then(({ violations }) => violations)'));
  return seen.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

const width = (): Promise<number> => visitor.page.evaluate<number>('document.documentElement.scrollWidth');

describe('suggestions', () => {
  beforeEach(() => open('desktop'));

  it('come while a question is typed, and answer it by a click', async () => {
    await box().pressSequentially('my deposit is still pending');
    const suggestion = visitor.page.locator('.suggestion').first();
    await suggestion.waitFor();
    await visitor.shot('suggestions');
    expect(await violations()).toEqual([]);
    const title = await suggestion.innerText();
    await suggestion.click();
    await visitor.page.locator('.message.mine', { hasText: title }).waitFor();
    await expect.poll(() => visitor.page.locator('.message.desk').count()).toBeGreaterThan(1);
    expect(await box().inputValue()).toBe('');
    expect(await visitor.page.locator('#suggestions').isHidden()).toBe(true);
  });

  it('can be reached by keyboard, and go when the text goes', async () => {
    await box().pressSequentially('I lost my authenticator');
    await visitor.page.locator('.suggestion').first().waitFor();
    await visitor.page.keyboard.press('Shift+Tab');
    await visitor.page.keyboard.press('Shift+Tab');
    expect(await visitor.page.evaluate<string>('document.activeElement.className')).toBe('suggestion');
    await box().fill('');
    await expect.poll(() => visitor.page.locator('#suggestions').isHidden()).toBe(true);
  });

  it('do not come for what nothing answers', async () => {
    const asked = visitor.page.waitForResponse(/suggestions/);
    await box().pressSequentially('qwertz uiopu asdfg');
    expect(await (await asked).json()).toEqual({ suggestions: [] });
    expect(await visitor.page.locator('#suggestions').isHidden()).toBe(true);
  });
});

describe('my work orders', () => {
  it.each(['desktop', 'phone'] as const)(
    'are beside the conversation, and kept current, on a %s',
    async (screen) => {
      await open(screen);
      const { page } = visitor;
      const toggle = page.locator('#work-orders-toggle');
      await toggle.click();
      await page.getByText('You have none.').waitFor();
      if (screen === 'phone') await page.locator('#work-orders-close').click();
      const number = await fileWorkOrder();
      await expect.poll(() => page.locator('#work-order-count').getAttribute('data-count')).toBe('1');
      if (screen === 'phone') await toggle.click();
      const row = page.locator('.work-order', { hasText: number });
      await row.waitFor();
      expect(await row.innerText()).toContain('waiting for our team');
      await visitor.shot('work-orders');
      expect(await violations()).toEqual([]);
      await row.click();
      await page.locator('[data-kind=status]').last().waitFor();
      await say(`withdraw ${number}`);
      await choose(/Yes/);
      if (screen === 'phone') await toggle.click();
      await expect.poll(() => row.innerText()).toContain('withdrawn');
    },
  );
});

describe('my work orders above the conversation', () => {
  it('keep the keyboard where the eye is, and give it back', async () => {
    await open('phone');
    const { page } = visitor;
    await page.locator('#work-orders-toggle').click();
    for (let tab = 0; tab < 6; tab++) {
      const behind = "document.activeElement?.closest('header, main, footer') !== null";
      expect(await page.evaluate<boolean>(behind)).toBe(false);
      await page.keyboard.press('Tab');
    }
    await page.setViewportSize({ width: 1280, height: 780 });
    await box().fill('beside it there is room for both');
    await page.setViewportSize({ width: 390, height: 780 });
    await page.locator('#work-orders-close').click();
    expect(await page.evaluate<string>('document.activeElement.id')).toBe('work-orders-toggle');
    await box().fill('');
  });
});

describe('files', () => {
  beforeEach(() => open('desktop'));
  const carrier = `(() => {
    const data = new DataTransfer();
    data.items.add(new File(['a note'], 'note.txt', { type: 'text/plain' }));
    return data;
  })()`;

  it('are taken by paste', async () => {
    await visitor.page.evaluate(
      `document.getElementById('message').dispatchEvent(new ClipboardEvent('paste', { clipboardData: ${carrier}, bubbles: true, cancelable: true }))`,
    );
    await visitor.page.locator('.message.mine:not(.unsent)', { hasText: 'note.txt' }).waitFor();
  });

  it('are taken by drop, where the page says so', async () => {
    const { page } = visitor;
    const drag = (name: string): Promise<unknown> =>
      page.evaluate(
        `document.body.dispatchEvent(new DragEvent('${name}', { dataTransfer: ${carrier}, bubbles: true, cancelable: true }))`,
      );
    await drag('dragover');
    await page.getByText('Drop your files here').waitFor();
    await visitor.shot('drop');
    await drag('drop');
    await page.locator('.message.mine:not(.unsent)', { hasText: 'note.txt' }).waitFor();
    expect(await page.locator('#drop').isHidden()).toBe(true);
  });

  it('show how far they got, and say what went wrong', async () => {
    const { page } = visitor;
    await page.route('**/upload', (route) => route.abort());
    const notes: string[] = [];
    await page.exposeFunction('noted', (note: string) => notes.push(note));
    await page.evaluate(
      "new MutationObserver(() => noted(document.querySelector('.unsent .note')?.textContent ?? '')).observe(document.getElementById('log'), { childList: true, subtree: true })",
    );
    await page
      .locator('#files')
      .setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
    await page.getByText('there is no connection. Please choose the file again').waitFor();
    expect(notes.join()).toMatch(/Sending… \d+ %/);
  });
});

describe('for everybody', () => {
  it.each([
    ['desktop', 'light'],
    ['desktop', 'dark'],
    ['phone', 'light'],
    ['phone', 'dark'],
    ['small', 'light'],
  ] as const)('axe-core finds nothing on a %s in %s', async (screen, scheme) => {
    await open(screen, scheme);
    expect(await violations()).toEqual([]);
    await say('what are the fees and limits');
    await say('start over');
    await fileWorkOrder();
    expect(await violations()).toEqual([]);
    await visitor.page.getByRole('button', { name: 'New conversation' }).click();
    expect(await violations()).toEqual([]);
    await visitor.shot('axe');
  });

  it('fits 320 pixels', async () => {
    await open('small');
    await say('why is my deposit still pending');
    await visitor.shot('answer');
    expect(await width()).toBeLessThanOrEqual(320);
    await visitor.page.locator('#work-orders-toggle').click();
    expect(await width()).toBeLessThanOrEqual(320);
  });

  it('reads from right to left where the language does', async () => {
    await open('desktop');
    const { page } = visitor;
    await page.evaluate("document.documentElement.dir = 'rtl'");
    await say('why is my deposit still pending');
    const [mine, theirs] = [page.locator('.message.mine').last(), lastDesk()];
    const [mineBox, theirBox] = [await mine.boundingBox(), await theirs.boundingBox()];
    expect(mineBox?.x).toBeLessThan(theirBox?.x ?? 0);
    await page.locator('#work-orders-toggle').click();
    await visitor.shot('rtl');
    expect((await page.locator('#work-orders').boundingBox())?.x).toBeLessThan(200);
    expect(await width()).toBeLessThanOrEqual(1280);
  });

  it('moves nothing for those who asked for that', async () => {
    await open('desktop');
    await visitor.page.emulateMedia({ reducedMotion: 'reduce' });
    expect(
      await visitor.page.evaluate<string>(
        "document.getElementById('typing').hidden = false, getComputedStyle(document.querySelector('.typing span')).animationName",
      ),
    ).toBe('none');
  });
});

describe('on another site', () => {
  it('is one script tag: a button that opens the chat, and closes it', async () => {
    visitor = await visit('desktop');
    const { page } = visitor;
    await page.goto(siteUrl());
    const button = page.getByRole('button', { name: 'Chat with us' });
    await button.click();
    const chat = page.frameLocator('iframe');
    await chat.locator('.message.desk').first().waitFor();
    await chat.getByLabel('Your message').fill('how do I track a work order');
    await page.keyboard.press('Enter');
    await chat.locator('.message.desk').nth(1).waitFor();
    await visitor.shot('embedded');
    await chat.locator('#work-orders-toggle').click();
    await page.keyboard.press('Escape');
    await expect.poll(() => chat.locator('#work-orders').isHidden()).toBe(true);
    await chat.locator('#restart').click();
    await page.keyboard.press('Escape');
    await expect.poll(() => chat.locator('#confirm').isHidden()).toBe(true);
    expect(await page.locator('iframe').isVisible()).toBe(true);
    await chat.locator('#close').click();
    await expect.poll(() => page.locator('iframe').isHidden()).toBe(true);
    expect(await page.evaluate<string>('document.activeElement.tagName')).toBe('BUTTON');
    await button.click();
    expect(await chat.locator('.message.desk').count()).toBeGreaterThan(1);
  });

  it('cannot be framed by a site that nobody named', async () => {
    visitor = await visit('desktop');
    const { page } = visitor;
    await page.goto(siteUrl().replace('127.0.0.1', 'localhost'));
    await page.getByRole('button', { name: 'Chat with us' }).click();
    await page.waitForTimeout(500);
    expect(await page.frameLocator('iframe').locator('.app').count()).toBe(0);
    visitor = { ...visitor, complaints: [] };
  });
});
