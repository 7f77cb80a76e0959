import { afterEach, describe, expect, it } from 'vitest';
import { createLinkTokens, type LinkTokens } from '../../../src/chat/links/link-tokens.ts';
import { type LinkDeeds, mountLinks } from '../../../src/chat/links/mount-links.ts';
import { createServer } from '../../../src/http/server.ts';
import { noLimits } from '../../http/limits-for-tests.ts';
import { sampleDesk } from '../../notifications/house.ts';
import { quietLog } from '../../notifications/rows.ts';

const DAY = 86_400;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Site {
  readonly url: string;
  readonly tokens: LinkTokens;
  readonly clock: { at: number };
  readonly done: readonly string[];
  readonly get: (token: string, headers?: Record<string, string>) => Promise<Response>;
  readonly press: (token: string) => Promise<Response>;
}

async function site(address = 'ann@mail.example'): Promise<Site> {
  const desk = await sampleDesk();
  const clock = { at: Date.UTC(2026, 10, 24, 10) };
  const tokens = createLinkTokens('a secret of more than thirty-two characters', () => clock.at);
  const done: string[] = [];
  const deeds: LinkDeeds = {
    verify: async (number, isFor) => {
      if (!isFor(address)) return 'stale';
      done.push(`verify ${number}`);
      return 'done';
    },
    claim: async ({ number, requesterId }) => {
      done.push(`claim ${number} ${requesterId}`);
      return 'done';
    },
  };
  const server = createServer({ host: '127.0.0.1', port: 0, log: quietLog() });
  mountLinks({ server, tokens, deeds, desk: () => desk, limits: noLimits() });
  const { url } = await server.listen();
  closing.push(server.close);
  return {
    ...{ url, tokens, clock, done },
    get: (token, headers = {}) => fetch(`${url}/links?t=${token}`, { headers }),
    press: (token) => fetch(`${url}/links`, { method: 'POST', body: new URLSearchParams({ token }) }),
  };
}

describe('the page of a signed link', () => {
  it('does nothing when it is looked at, however often a scanner does', async () => {
    const { tokens, get, done } = await site();
    const token = await tokens.issueVerify('WO-AAAA-AAAA', 'ann@mail.example', DAY);
    for (let times = 0; times < 3; times++) {
      const page = await get(token);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('<button type="submit">Confirm</button>');
    }
    expect(done).toEqual([]);
  });

  it('confirms an address when its button is pressed, and says so each time', async () => {
    const { tokens, press, done } = await site();
    const token = await tokens.issueVerify('WO-AAAA-AAAA', 'ann@mail.example', DAY);
    for (let times = 0; times < 2; times++)
      expect(await (await press(token)).text()).toContain('Your address is confirmed');
    expect(done).toEqual(['verify WO-AAAA-AAAA', 'verify WO-AAAA-AAAA']);
  });

  it('lets in whoever asked, after telling when that was', async () => {
    const { tokens, get, press, done, clock } = await site();
    const claim = { number: 'WO-AAAA-AAAA', requesterId: 'dl_other', at: clock.at };
    const token = await tokens.issueClaim(claim, 3600);
    const page = await (await get(token)).text();
    expect(page).toContain('WO-AAAA-AAAA');
    expect(page).toContain('24 November');
    expect(page).toContain('only if it was you');
    await press(token);
    expect(done).toEqual(['claim WO-AAAA-AAAA dl_other']);
  });

  it('answers the same to what expired, was changed, signed by another or for another address', async () => {
    const { tokens, get, press, done, clock } = await site();
    const good = await tokens.issueVerify('WO-AAAA-AAAA', 'ann@mail.example', DAY);
    const other = createLinkTokens('another secret of more than thirty-two chars', () => clock.at);
    const elsewhere = await tokens.issueVerify('WO-AAAA-AAAA', 'bob@mail.example', DAY);
    const [head, body, signature] = good.split('.');
    const dead = [
      '',
      'x',
      'a.b.c',
      `${head}.${body}.`,
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`,
      `${head}.${Buffer.from('{"num":"WO-BBBB-BBBB","adr":"x","aud":"link-verify","exp":9999999999}').toString('base64url')}.${signature}`,
      await other.issueVerify('WO-AAAA-AAAA', 'ann@mail.example', DAY),
      'x'.repeat(3000),
    ];
    const pages = new Set<string>();
    for (const token of dead) {
      for (const answer of [await get(encodeURIComponent(token)), await press(token)]) {
        expect(answer.status).toBe(410);
        pages.add(await answer.text());
      }
    }
    const late = await press(elsewhere);
    expect(late.status).toBe(410);
    pages.add(await late.text());
    clock.at += DAY * 1000 + 1000;
    pages.add(await (await get(good)).text());
    expect(pages.size).toBe(1);
    expect(done).toEqual([]);
  });

  it('runs no script, loads nothing, sits in no frame, and sends its form to us alone', async () => {
    const { tokens, get } = await site();
    const page = await get(await tokens.issueVerify('WO-AAAA-AAAA', 'ann@mail.example', DAY));
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/default-src 'none'.*form-action 'self'.*frame-ancestors 'none'/);
    expect(policy).not.toMatch(/script-src|unsafe/);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await page.text()).not.toMatch(/<script|<img|<iframe|https?:/);
  });

  it('tells no address in the link', async () => {
    const { tokens } = await site();
    const token = await tokens.issueVerify('WO-AAAA-AAAA', 'ann@mail.example', DAY);
    expect(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).not.toContain('ann');
  });

  it('takes a form and nothing else', async () => {
    const { url } = await site();
    const json = await fetch(`${url}/links`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"token":"x"}',
    });
    expect(json.status).toBe(415);
    const large = await fetch(`${url}/links`, {
      method: 'POST',
      body: new URLSearchParams({ token: 'x'.repeat(5000) }),
    });
    expect(large.status).toBe(413);
  });
});
