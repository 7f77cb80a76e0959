import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
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
});
