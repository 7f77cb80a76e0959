import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { openStorage, type Storage } from '../../src/storage/storage.ts';
import { expectNothingPersonal } from '../personal.ts';
import { defaults } from '../storage/defaults.ts';
import { ENGINES } from '../storage/engines.ts';
import { type DeskProcess, startDeskProcess } from './desk-process.ts';
import { upTo } from './effort.ts';
import { newDatabase } from './killed-desk.ts';
import { newVisitor, PICTURE, said, type Visitor } from './visitor.ts';

const VISITORS = 6;
const ends = upTo({ short: 2, long: 100 });

/** The program itself, with a small knowledge folder. */
const SERVE = ['dist/main.js', 'serve'];

describe.each(ENGINES)('a server under load on %s', (engine) => {
  const running: DeskProcess[] = [];
  const databases: Awaited<ReturnType<typeof newDatabase>>[] = [];
  afterEach(async () => {
    const log = running.map(({ said: { err } }) => err).join('');
    for (const { child, ended } of running.splice(0)) {
      child.kill('SIGKILL');
      await ended;
    }
    for (const { url, drop } of databases.splice(0)) await expectNothingPersonal(log, url).finally(drop);
  });

  const open = async () => {
    const database = await newDatabase(engine);
    databases.push(database);
    const inspect = async <T>(look: (storage: Storage) => Promise<T>): Promise<T> => {
      const storage = await openStorage(defaults(database.url));
      return look(storage).finally(() => storage.close());
    };
    const start = async (): Promise<DeskProcess> => {
      const settings = {
        ...{ PORT: '0', LOG_LEVEL: 'info', DATABASE_URL: database.url },
        KNOWLEDGE_DIR: 'test/fixtures/small-desk',
      };
      const server = await startDeskProcess(SERVE, { settings });
      running.push(server);
      return server;
    };
    return { start, inspect };
  };

  it(`drops no turn at SIGTERM, and none at SIGKILL, ${ends} times each`, async () => {
    const { start, inspect } = await open();
    const where = { url: '' };
    let server = await start();
    where.url = server.url;
    const visits = { over: false };
    const visitors = await Promise.all(Array.from({ length: VISITORS }, () => newVisitor(server.url)));
    const visiting = visitors.map((visitor) => visit(visitor, where, visits));
    for (let end = 0; end < 2 * ends; end++) {
      await sleep(300 + Math.random() * 700);
      const signal = end % 2 === 0 ? 'SIGTERM' : 'SIGKILL';
      server.child.kill(signal);
      expect(await server.ended).toBe(signal === 'SIGTERM' ? 0 : 'SIGKILL');
      if (signal === 'SIGTERM') expect(await inspect(unanswered)).toEqual([]);
      server = await start();
      where.url = server.url;
    }
    visits.over = true;
    const filed = await Promise.all(visiting);
    for (const [index, visitor] of visitors.entries()) {
      const told = new Set(
        (await visitor.at(where.url).heard()).flatMap(({ text }) => text.match(/WO-[\w-]{9}/g) ?? []),
      );
      const own = await inspect(({ ledger }) => ledger.list(visitor.requesterId));
      expect(own.map(({ number }) => number).toSorted()).toEqual([...told].toSorted());
      expect(own).toHaveLength(filed[index] ?? 0);
    }
    expect(await inspect(unanswered)).toEqual([]);
  });
});

/** Files one work order after the other, at whatever server there is; gives how many. */
async function visit(
  visitor: Visitor,
  where: { readonly url: string },
  visits: { readonly over: boolean },
): Promise<number> {
  let filed = 0;
  const say = async (message: ReturnType<typeof said>): Promise<void> => {
    while (!(await visitor.at(where.url).tell(message))) await sleep(50);
    await answered(visitor, where, message);
  };
  do {
    const address = `ann.${crypto.randomUUID()}@mail.example`;
    const sentences = ['report a lost card', `Berlin, at ${crypto.randomUUID()}`, address];
    for (const message of [...sentences.map((text) => said(text)), said('', { file: PICTURE })])
      await say(message);
    await say(said('file it'));
    filed++;
  } while (!visits.over);
  return filed;
}

async function answered(
  visitor: Visitor,
  where: { readonly url: string },
  message: ReturnType<typeof said>,
): Promise<void> {
  for (;;) {
    if ((await visitor.at(where.url).answerIn(message, 1000)) !== undefined) return;
  }
}

const unanswered = async ({ database }: Storage): Promise<readonly string[]> => {
  const rows = await database.db.selectFrom('activity_log').select('id').where('processed', '=', 0).execute();
  return rows.map(({ id }) => id);
};
