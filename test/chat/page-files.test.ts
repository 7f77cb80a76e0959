import { afterEach, beforeEach, expect, it } from 'vitest';
import { deskFolder, openTestDesk, type TestDesk } from './desk.ts';

let folder: Awaited<ReturnType<typeof deskFolder>>;
let desk: TestDesk;

beforeEach(async () => {
  folder = await deskFolder();
  desk = await openTestDesk(folder.path, { trustedOrigins: ['https://www.example.com'] });
});
afterEach(async () => {
  await desk.stop();
  await folder.remove();
});

it('serves the page under a policy without inline script', async () => {
  const response = await fetch(desk.url);
  expect(await response.text()).toContain('<title>Chat</title>');
  const policy = response.headers.get('content-security-policy');
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toContain('unsafe');
  expect(policy).toContain("frame-ancestors 'self' https://www.example.com");
});

it('is shown in no frame of another site where none is named', async () => {
  const alone = await openTestDesk(folder.path, { trustedOrigins: [] });
  try {
    const policy = (await fetch(alone.url)).headers.get('content-security-policy');
    expect(policy?.split('; ')).toContain("frame-ancestors 'self'");
  } finally {
    await alone.stop();
  }
});

it('answers 304 to a browser that has the file', async () => {
  const first = await fetch(`${desk.url}/chat.js`);
  expect(first.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  const etag = first.headers.get('etag') ?? '';
  expect((await fetch(`${desk.url}/chat.js`, { headers: { 'if-none-match': etag } })).status).toBe(304);
});

it('tells the page its name, its language and its words', async () => {
  const settings = async (query: string, headers: Record<string, string> = {}) =>
    (await fetch(`${desk.url}/chat/settings.json${query}`, { headers })).json();
  expect(await settings('')).toMatchObject({
    name: 'Test desk',
    lang: 'en',
    dir: 'ltr',
    words: { send: 'page.send in en' },
  });
  expect(await settings('', { 'accept-language': 'de-AT,de;q=0.9' })).toMatchObject({ lang: 'de-AT' });
  expect(await settings('?lang=ar')).toMatchObject({ lang: 'ar', dir: 'rtl' });
  expect(await settings('?lang=../x')).toMatchObject({ lang: 'en' });
});

it('says what to do where the page was not built', async () => {
  await expect(openTestDesk(folder.path, { pageFolder: `${folder.path}/nowhere` })).rejects.toThrow(
    'npm run build',
  );
});
