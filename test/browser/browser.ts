import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

/** Chromium of the system; a path of your own goes into CHROMIUM_PATH. */
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const screens = {
  desktop: { viewport: { width: 1280, height: 860 } },
  phone: { viewport: { width: 390, height: 780 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  small: { viewport: { width: 320, height: 640 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
} as const;

export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the page complained of: script errors, and what its security policy turned away. */
  readonly complaints: readonly string[];
  readonly shot: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A visitor with a fresh browser. */
export async function visit(
  screen: keyof typeof screens,
  colorScheme: 'light' | 'dark' = 'light',
): Promise<Visit> {
  const profile = mkdtempSync(join(tmpdir(), 'firstline-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: flags,
    colorScheme,
    locale: 'en-GB',
    ...screens[screen],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security|Refused|Uncaught/.test(message.text()))
      complaints.push(message.text());
  });
  mkdirSync('.output', { recursive: true });
  return {
    context,
    page,
    complaints,
    shot: async (name) => {
      await page.screenshot({ path: `.output/${name}-${screen}-${colorScheme}.png` });
    },
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
