import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { screens, type Visit, visit } from './browser.ts';
import { type Desk, openDesk } from './desk.ts';

let desk: Desk;
let visitor: Visit;

beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
afterEach(async () => {
  await visitor.close();
  expect(visitor.complaints).toEqual([]);
});

const lastDesk = () => visitor.page.locator('.message.desk').last();
const choice = (label: string | RegExp) =>
  visitor.page.locator('#choices').getByRole('button', { name: label });
const numberIn = (text: string): string => /WO-[A-Z0-9-]+/.exec(text)?.[0] ?? '';

/** Says something, and waits until the desk has answered it. */
async function say(text: string): Promise<void> {
  const before = await visitor.page.locator('.message.desk').count();
  await visitor.page.getByLabel('Your message').fill(text);
  await visitor.page.keyboard.press('Enter');
  await visitor.page.locator('.message.desk').nth(before).waitFor();
}

async function choose(label: string | RegExp): Promise<void> {
  const before = await visitor.page.locator('.message.desk').count();
  await choice(label).click();
  await visitor.page.locator('.message.desk').nth(before).waitFor();
}

async function fileWorkOrder(): Promise<string> {
  await choose('Open a work order');
  await choose(/General/);
  await choose('A complaint');
  await say('The app is *slow* since Monday');
  await say('It takes a minute to open, on two phones, since the update of Monday.');
  await choose(/skip/i);
  await say('anna@mail.example');
  await visitor.page.locator('[data-kind=review] .ac-adaptiveCard').waitFor();
  await visitor.shot('review');
  await choose(/file|yes|send/i);
  const card = visitor.page.locator('[data-kind=filed] .ac-adaptiveCard');
  await card.waitFor();
  return numberIn(await card.innerText());
}

describe.each(['desktop', 'phone'] as const)('the chat page, on a %s', (screen) => {
  beforeEach(async () => {
    visitor = await visit(screen);
    await visitor.page.goto(desk.url);
    await lastDesk().waitFor();
  });

  it('takes a visitor from the first question to a number, and back to it', async () => {
    const { page, shot } = visitor;
    expect(await page.title()).toBe('Northgate Account Support');
    await shot('welcome');
    await say('why is my deposit still pending');
    await choice('That helped').waitFor();
    await shot('answer');
    await say('start over');
    const number = await fileWorkOrder();
    expect(number).toMatch(/^WO-/);
    await shot('filed');

    await page.reload();
    await page.locator('[data-kind=filed]').waitFor();
    expect(await page.locator('[data-kind=filed]').innerText()).toContain(number);
    // How to go on, and the type's tip.
    expect(await page.locator('[data-kind=filed]').innerText()).toMatch(/Ask me about .*add details/s);
    await shot('reloaded');

    await desk.restart();
    await page.reload();
    await page.locator('[data-kind=filed]').waitFor();
    await say('status');
    await expect.poll(() => lastDesk().innerText()).toContain(number);
    await shot('status');
  });

  it('fits the screen', async () => {
    await say('what are the fees and limits');
    const { width } = screens[screen].viewport;
    expect(await visitor.page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
      width,
    );
    for (const button of await visitor.page.getByRole('button').all()) {
      const box = await button.boundingBox();
      if (box !== null) expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(44);
    }
  });
});

describe.each(['desktop', 'phone'] as const)('the card to check before sending, on a %s', (screen) => {
  it('shows every value whole, an id of 64 letters too', async () => {
    visitor = await visit(screen);
    const { page, shot } = visitor;
    await page.goto(desk.url);
    await lastDesk().waitFor();
    await say('open a work order, my withdrawal of 0.5 BTC of yesterday 14:30 never arrived');
    await say('anna@mail.example');
    await say('7f3c1d9a5e8b2046c4d7e1f09a3b5c6d8e2f4a1b7c9d0e3f5a6b8c1d2e4f7a90');
    await say('It was shown as sent, but my wallet never got it.');
    await say('skip');
    const facts = page.locator('[data-kind=review] .ac-factset');
    await facts.waitFor();
    await shot('review');
    expect(await facts.evaluate(({ clientWidth, scrollWidth }) => scrollWidth - clientWidth)).toBe(0);
  });
});

describe('the chat page', () => {
  beforeEach(async () => {
    visitor = await visit('desktop', 'dark');
    await visitor.page.goto(desk.url);
    await lastDesk().waitFor();
  });

  it('works by keyboard alone', async () => {
    const { page } = visitor;
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    expect(await page.evaluate<boolean>("document.activeElement.closest('#choices') !== null")).toBe(true);
    const before = await page.locator('.message.desk').count();
    await page.keyboard.press('Enter');
    await page.locator('.message.desk').nth(before).waitFor();
    expect(await page.evaluate<string>('document.activeElement.id')).toBe('message');
    await page.keyboard.type('two');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('lines');
    expect(await page.getByLabel('Your message').inputValue()).toBe('two\nlines');
  });

  it('tells a screen reader who says what', async () => {
    const { page } = visitor;
    const log = page.getByRole('log', { name: 'Conversation' });
    await expect.poll(() => log.getAttribute('aria-live'), { timeout: 5000 }).toBe('polite');
    await say('how do I track a work order');
    expect(await log.innerText()).toContain('You:');
    expect(await log.innerText()).toContain('Northgate Account Support:');
    await expect(page.getByRole('group', { name: 'Choices' }).isVisible()).resolves.toBe(true);
    await expect(page.getByRole('button', { name: 'Send' }).isVisible()).resolves.toBe(true);
    await visitor.shot('answer');
  });

  it('keeps what was said while the desk was away, and sends it when it is back', async () => {
    const { page } = visitor;
    await desk.pause();
    await page.getByText('Reconnecting…').waitFor();
    await page.getByLabel('Your message').fill('are you there');
    await page.keyboard.press('Enter');
    await page.getByText(/Not sent yet/).waitFor();
    await visitor.shot('offline');
    await page.reload().catch(() => undefined);
    await desk.resume();
    await page.goto(desk.url);
    await page.locator('.message.mine:not(.unsent)', { hasText: 'are you there' }).waitFor();
    await expect.poll(() => page.locator('.message.desk').count()).toBeGreaterThan(1);
    expect(await page.locator('.message.mine').count()).toBe(1);
  });

  it('comes back by itself after a restart', async () => {
    const { page } = visitor;
    await desk.pause();
    await page.getByText('Reconnecting…').waitFor();
    await desk.resume();
    await page.getByLabel('Your message').fill('are you there');
    await page.keyboard.press('Enter');
    await page.getByText('Online').waitFor({ timeout: 30_000 });
    await expect.poll(() => page.locator('.message.desk').count(), { timeout: 10_000 }).toBeGreaterThan(1);
    expect(await page.locator('.message.mine').count()).toBe(1);
  });

  it('polls where the network lets no WebSocket through', async () => {
    const { page } = visitor;
    await page.addInitScript(
      'window.WebSocket = class extends WebSocket { constructor(url) { super(url.replace("/stream", "/nowhere")); } };',
    );
    await page.reload();
    await page.getByText('Online').waitFor({ timeout: 20_000 });
    await say('how do I track a work order');
    expect(await page.locator('.message.mine').count()).toBe(1);
  });

  it('shows what a visitor wrote as it was written', async () => {
    await say('<img src=x onerror=alert(1)> **bold** [link](https://evil.example)');
    const mine = visitor.page.locator('.message.mine');
    expect(await mine.innerText()).toContain(
      '<img src=x onerror=alert(1)> **bold** [link](https://evil.example)',
    );
    expect(await visitor.page.locator('.message a[href*="evil"]').count()).toBe(0);
  });

  it('cuts nothing off that is too long without a word', async () => {
    await visitor.page.getByLabel('Your message').focus();
    await visitor.page.keyboard.insertText('It broke. '.repeat(900));
    await visitor.page.keyboard.press('Enter');
    await expect.poll(() => lastDesk().innerText()).toContain('Please shorten it to 8000 characters');
  });

  it('takes a file', async () => {
    await visitor.page
      .locator('#files')
      .setInputFiles({ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('a note') });
    await visitor.page.locator('.message.mine:not(.unsent)', { hasText: 'note.txt' }).waitFor();
    await expect.poll(() => visitor.page.locator('.message.desk').count()).toBeGreaterThan(1);
  });

  it('starts a new conversation of the same visitor', async () => {
    const number = await fileWorkOrder();
    await visitor.page.getByRole('button', { name: 'New conversation' }).click();
    await visitor.shot('restart');
    await visitor.page.getByRole('button', { name: 'Start a new one' }).click();
    await expect.poll(() => visitor.page.locator('.message').count()).toBe(1);
    await say('status');
    await expect.poll(() => lastDesk().innerText()).toContain(number);
  });

  it('stays in the new conversation where the old one answers late', async () => {
    const { page } = visitor;
    await say('what are the fees and limits');
    let goOn = (): void => {};
    const late = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await page.route(/\/v3\/directline\/conversations\/[^/]+$/, async (route) => {
      await late;
      await route.continue();
    });
    await page.reload();
    await page.getByRole('button', { name: 'New conversation' }).click();
    await page.getByRole('button', { name: 'Start a new one' }).click();
    await lastDesk().waitFor();
    const old = page.waitForResponse(/\/v3\/directline\/conversations\/[^/]+$/);
    goOn();
    await (await old).finished();
    await page.unroute(/\/v3\/directline\/conversations\/[^/]+$/);
    await say('hello');
    expect(await page.locator('.message.mine').allInnerTexts()).toEqual([expect.stringContaining('hello')]);
    await page.reload();
    await lastDesk().waitFor();
    expect(await page.locator('.message.mine').allInnerTexts()).toEqual([expect.stringContaining('hello')]);
  });
});
