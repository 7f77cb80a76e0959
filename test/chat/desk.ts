import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Chat, type ChatOptions, startChat } from '../../src/chat/start-chat.ts';
import { calendarOf } from '../../src/conversation/desk-calendar.ts';
import type { Message } from '../../src/conversation/message.ts';
import { defaultDesk } from '../../src/desk/desk-settings.ts';
import { createLimits } from '../../src/http/limits.ts';
import { createServer, type HttpServer } from '../../src/http/server.ts';
import { type Rates, rates, type ServerLimits } from '../../src/limits.ts';
import { openStorage, type Storage } from '../../src/storage/storage.ts';
import { createSnapshot } from '../knowledge/create-snapshot.ts';
import { deterministicEngine } from './engine.ts';

export interface TestDesk {
  readonly url: string;
  readonly port: number;
  readonly server: HttpServer;
  readonly storage: Storage;
  readonly chat: Chat;
  /** What reached the engine. */
  readonly seen: readonly Message[];
  /** What was logged, level and message. */
  readonly logged: readonly string[];
  readonly stop: () => Promise<void>;
}

const passages = [{ headings: [], anchor: '', markdown: 'Wait.', text: 'Wait.', line: 1 }];

/** All that the desk of the tests knows. */
const article = {
  ...{ id: 'deposit', file: 'deposit.md', title: 'Pending deposit', tags: [], followUps: [], lang: 'en' },
  ...{
    questions: ['why is my deposit pending', 'deposit not credited'],
    passages,
    places: { questions: [] },
  },
};

export const secret = 'a secret of the tests, long enough to be one';

/** A folder that is there for one test, with a stand-in for the built page in it. */
export async function deskFolder(): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'firstline-chat-'));
  await mkdir(join(path, 'page'));
  await writeFile(join(path, 'page', 'index.html'), '<!doctype html><title>Chat</title>');
  await writeFile(join(path, 'page', 'chat.js'), '// built');
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** A whole desk on real storage and real sockets; only the engine is a stand-in. */
export async function openTestDesk(
  folder: string,
  options: Partial<ChatOptions> & {
    readonly host?: string;
    readonly port?: number;
    readonly drainMs?: number;
    /** Default: a SQLite file in the folder. */
    readonly databaseUrl?: string;
    readonly rates?: Partial<Rates>;
    readonly trustedProxies?: readonly string[];
    readonly serverLimits?: Partial<ServerLimits>;
  } = {},
): Promise<TestDesk> {
  const knowledge = createSnapshot([article], { revision: 'test' });
  const { take, seen } = deterministicEngine();
  const logged: string[] = [];
  const log = logger(logged);
  const storage = await openStorage({
    databaseUrl: options.databaseUrl ?? `sqlite:${join(folder, 'desk.sqlite')}`,
    role: options.databaseUrl === undefined ? 'cli' : 'server',
    newNumber: () => 'WO-TEST-0001',
    dueTimes: (_level, at) => ({ firstResponseDue: at, resolutionDue: at }),
    timerRules: () => ({ ...defaultDesk, calendar: calendarOf(defaultDesk) }),
    now: Date.now,
    stateTtlMs: 60_000,
  });
  const { host = '127.0.0.1', port = 0, drainMs = 5000, trustedProxies = [] } = options;
  const server = createServer({
    ...{ host, port, log, drainMs, trustedProxies },
    limits: options.serverLimits ?? {},
  });
  const chat = await startChat({
    server,
    takeMessage: take,
    activityLog: storage.activityLog,
    uploads: storage.uploads,
    log,
    newId: randomUUID,
    now: Date.now,
    secret,
    references: storage.references,
    handoffs: storage.handoffs,
    limits: createLimits(storage.counterOf, { ...rates, ...options.rates }),
    answers: storage.answers,
    own: storage.ledger,
    desk: () => ({
      settings: { ...defaultDesk, name: 'Test desk' },
      knowledge,
      phrases: (lang = 'en') => ({ lang, say: (key) => `${key} in ${lang}` }),
    }),
    pageFolder: join(folder, 'page'),
    ...options,
  });
  const address = await server.listen();
  const stop = async (): Promise<void> => {
    await server.close();
    await storage.close();
  };
  return { ...address, server, storage, chat, seen, logged, stop };
}

function logger(lines: string[]): ChatOptions['log'] {
  const at = (level: string) => (fields: object, message: string) => {
    const { err } = { err: undefined, ...fields };
    lines.push(`${level} ${message}${err === undefined ? '' : ` ${String(err)}`}`);
  };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
