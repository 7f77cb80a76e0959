import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { calendarOf } from '../src/conversation/desk-calendar.ts';
import { defaultDesk } from '../src/desk/desk-settings.ts';
import { openStorage } from '../src/storage/storage.ts';
import { converse } from './converse.ts';

let folder: string;
let server: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firstline-serve-'));
});
afterEach(async () => {
  server?.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

const databaseUrl = (): string => `sqlite:${join(folder, 'desk.sqlite')}`;

/** The program itself, with what it wrote on stdout until now. */
function serve(more: Readonly<Record<string, string>> = {}) {
  const settings = { PORT: '0', LOG_LEVEL: 'warn', DATABASE_URL: databaseUrl(), ...more };
  const child = spawn(process.execPath, ['dist/main.js', 'serve'], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  server = child;
  const said = { out: '', err: '' };
  child.stdout.on('data', (part) => {
    said.out += String(part);
  });
  child.stderr.on('data', (part) => {
    said.err += String(part);
  });
  const exit = once(child, 'exit').then(([code]) => Number(code));
  return { child, said, exit };
}

async function ready({ said }: ReturnType<typeof serve>): Promise<string> {
  await expect.poll(() => said.out, { timeout: 60_000, interval: 50 }).toContain('Ctrl-C stops');
  return /http:\S+/.exec(said.out)?.[0] ?? '';
}

/** What a process left in the activity log. */
async function leftBehind() {
  const storage = await openStorage({
    databaseUrl: databaseUrl(),
    role: 'cli',
    now: Date.now,
    newNumber: () => 'WO-TEST-0001',
    dueTimes: (_level, at) => ({ firstResponseDue: at, resolutionDue: at }),
    timerRules: () => ({ ...defaultDesk, calendar: calendarOf(defaultDesk) }),
    stateTtlMs: 60_000,
  });
  try {
    return await storage.activityLog.takeOver();
  } finally {
    await storage.close();
  }
}

describe('the program', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'finishes the turn in flight at %s, and exits 0',
    async (signal) => {
      const running = serve();
      const url = await ready(running);
      expect(running.said.out).toMatch(/chat page is at .*\n\d+ articles, \d+ work-order types/);
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      const visitor = await converse(url);
      expect((await visitor.say('how do I track a work order')).status).toBe(200);
      running.child.kill(signal);
      expect(await running.exit).toBe(0);
      expect(running.said.err).toBe('');
      expect(await leftBehind()).toEqual([]);
      const again = serve();
      const heard = await (await visitor.at(await ready(again))).heard();
      expect(heard.match(/track/gi)?.length).toBeGreaterThan(0);
      again.child.kill(signal);
      expect(await again.exit).toBe(0);
    },
  );

  it('says on one line what to set, and exits 2, where others could reach it', async () => {
    const refused = serve({ HOST: '0.0.0.0' });
    expect(await refused.exit).toBe(2);
    expect(refused.said.err).toContain('WEB_CHAT_ONLY=true');
    expect(refused.said.err).not.toContain('    at ');
  });

  it.each([
    [
      { HOST: '192.0.2.1', WEB_CHAT_ONLY: 'true' },
      /^HOST: this machine has no address 192\.0\.2\.1\. Set .*\n$/,
    ],
    [
      { HOST: 'nobody.invalid', WEB_CHAT_ONLY: 'true' },
      /^HOST: this machine has no address nobody\.invalid\. /,
    ],
  ])('says on one line what to set, and exits 2, where it cannot listen: %j', async (settings, said) => {
    const refused = serve(settings);
    expect(await refused.exit).toBe(2);
    expect(refused.said.err).toMatch(said);
  });

  it('says on one line that its port is in use, and exits 2', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const refused = serve({ PORT: port });
    const status = await refused.exit;
    other.close();
    expect(status).toBe(2);
    expect(refused.said.err).toMatch(new RegExp(`^PORT: ${port} is in use: .*\\n$`));
  });
});
