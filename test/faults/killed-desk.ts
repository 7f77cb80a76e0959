import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStorage, type Storage } from '../../src/storage/storage.ts';
import { type HttpReceiver, startReceiver } from '../notifications/http-receiver.ts';
import { type Smtp, startSmtp } from '../notifications/smtp.ts';
import { expectNothingPersonal } from '../personal.ts';
import { type Postgres, startPostgres } from '../postgres.ts';
import { defaults } from '../storage/defaults.ts';
import type { Engine } from '../storage/engines.ts';
import { smallDesk } from './bundled.ts';
import { type DeskProcess, startDeskProcess } from './desk-process.ts';
import type { Fault } from './injected/injected.ts';
import { STAFF_TOKENS } from './staff-member.ts';

/** A desk that goes on where it was after each kill, with its mail and webhook receivers. */
export interface KilledDesk {
  readonly smtp: Smtp;
  readonly webhook: HttpReceiver;
  /** The server that runs now; started where none does. */
  readonly url: () => Promise<string>;
  /** Does something during which the server dies at the point; then the next one runs. Gives its address. */
  readonly killedAt: (label: string, during: (url: string) => Promise<unknown>) => Promise<string>;
  /** Into the server that runs now. */
  readonly inject: (fault: Fault) => Promise<void>;
  /** Waits until nothing is left to answer or to deliver; timers are not due. */
  readonly settled: () => Promise<void>;
  /** What is kept, seen by the command line beside the server. */
  readonly inspect: <T>(look: (storage: Storage) => Promise<T>) => Promise<T>;
  /** Fails where the log of any of the servers tells anything of what the database holds. */
  readonly close: () => Promise<void>;
}

/** What a killed server held is free when its lease ends: so much later does the next one start, ms. */
const LEASE = 61_000;

export async function openKilledDesk(engine: Engine): Promise<KilledDesk> {
  const smtp = await startSmtp();
  const webhook = await startReceiver();
  const database = await newDatabase(engine);
  const settings = { ...settingsOf(smtp, webhook), DATABASE_URL: database.url };
  let clockMs = 0;
  let server: DeskProcess | undefined;
  const logs: DeskProcess['said'][] = [];

  const running = async (): Promise<DeskProcess> => {
    if (server === undefined) {
      server = await startDeskProcess(smallDesk, { settings, fault: { clockMs } });
      logs.push(server.said);
    }
    return server;
  };
  const inspect: KilledDesk['inspect'] = async (look) => {
    const storage = await openStorage(defaults(database.url));
    try {
      return await look(storage);
    } finally {
      await storage.close();
    }
  };
  return {
    smtp,
    webhook,
    url: async () => (await running()).url,
    inject: async (fault) => (await running()).inject(fault),
    killedAt: async (dieAt, during) => {
      const victim = await running();
      await victim.inject({ dieAt, clockMs });
      await during(victim.url);
      // A point that nothing comes by would be waited for without end.
      const ended = await Promise.race([victim.ended, sleep(60_000, 'nothing', { ref: false })]);
      if (ended !== 'SIGKILL') throw new Error(`Expected a kill at "${dieAt}", but it ended with ${ended}`);
      clockMs += LEASE;
      server = undefined;
      return (await running()).url;
    },
    settled: () =>
      inspect(async (storage) => {
        while (await isBusy(storage)) await sleep(20);
      }),
    inspect,
    close: async () => {
      server?.child.kill('SIGKILL');
      await server?.ended;
      await smtp.close();
      await webhook.close();
      const log = logs.map(({ err }) => err).join('');
      await expectNothingPersonal(log, database.url).finally(database.drop);
    },
  };
}

async function isBusy({ outbox, database: { db } }: Storage): Promise<boolean> {
  const unanswered = db.selectFrom('activity_log').select('id').where('processed', '=', 0);
  if ((await unanswered.limit(1).executeTakeFirst()) !== undefined) return true;
  const dead = await outbox.list({ state: 'dead', limit: 1 });
  if (dead.length > 0) throw new Error(`A delivery died: ${JSON.stringify(dead)}`);
  const waiting = db.selectFrom('outbox').select('id').where('done', '=', 0);
  return (await waiting.where('kind', 'not like', 'timer.%').limit(1).executeTakeFirst()) !== undefined;
}

const settingsOf = (smtp: Smtp, webhook: HttpReceiver) => ({
  PORT: '0',
  LOG_LEVEL: 'info',
  SMTP_URL: smtp.url,
  MAIL_FROM: 'desk@northgate.example',
  PUBLIC_URL: 'https://help.example',
  WEBHOOKS: `${webhook.url} whsec_${Buffer.alloc(32, 7).toString('base64')}`,
  WEBHOOKS_ALLOW_PRIVATE: 'true',
  STAFF_TOKENS,
});

/** An empty database of its own, and how it goes away again. */
export async function newDatabase(engine: Engine) {
  if (engine === 'postgres') return newPostgres(await startPostgres());
  const folder = mkdtempSync(join(tmpdir(), 'firstline-faults-'));
  const drop = async (): Promise<void> => rmSync(folder, { recursive: true, force: true });
  return { url: `sqlite:${join(folder, 'firstline.sqlite')}`, drop };
}

const newPostgres = async (postgres: Postgres) => ({
  url: await postgres.createDatabase(),
  drop: postgres.stop,
});
