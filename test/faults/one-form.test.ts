import { afterEach, describe, expect, it } from 'vitest';
import { openStorage } from '../../src/storage/storage.ts';
import { expectNothingPersonal } from '../personal.ts';
import { defaults } from '../storage/defaults.ts';
import { ENGINES } from '../storage/engines.ts';
import { smallDesk } from './bundled.ts';
import { type DeskProcess, startDeskProcess } from './desk-process.ts';
import { upTo } from './effort.ts';
import { newDatabase } from './killed-desk.ts';
import { newVisitor, PICTURE, type Said, said, type Visitor } from './visitor.ts';

const times = upTo({ short: 3, long: 100 });
/** A SQLite file has one server. */
const SERVERS = { sqlite: 1, postgres: 3 };

describe.each(ENGINES)('one form on %s', (engine) => {
  const opened: { readonly stop: () => Promise<unknown> }[] = [];
  afterEach(async () => {
    for (const { stop } of opened.splice(0).toReversed()) await stop();
  });

  const open = async () => {
    const database = await newDatabase(engine);
    opened.push({ stop: database.drop });
    const settings = { PORT: '0', LOG_LEVEL: 'info', DATABASE_URL: database.url };
    const starting = Array.from({ length: SERVERS[engine] }, () => startDeskProcess(smallDesk, { settings }));
    const servers = await Promise.all(starting);
    const logs = (): string => servers.map(({ said: { err } }) => err).join('');
    opened.push({ stop: () => expectNothingPersonal(logs(), database.url) });
    opened.push(...servers.map((server) => ({ stop: () => stopped(server) })));
    return { servers, url: database.url };
  };

  it(`gives one work order, however often and wherever its message comes, ${times} times`, async () => {
    const { servers, url } = await open();
    const [first] = servers;
    for (let time = 0; time < times; time++) {
      const visitor = await newVisitor(first?.url ?? '');
      const before = [said('report a lost card'), said('Berlin'), said('ann@mail.example')];
      for (const message of [...before, said('', { file: PICTURE })]) await visitor.say(message);
      const everywhere = servers.map((server) => visitor.at(server.url));

      const press = await buttonOf(visitor);
      // The press itself, sent again under its id; and as a channel that waited too long sends it, under another.
      const presses = [press, press, { ...press, id: said('').id }, said('file it')];
      await Promise.all(everywhere.flatMap((one) => presses.map((message) => untilTaken(one, message))));
      await Promise.all(presses.map((message) => visitor.answerTo(message)));
      // An old card is still on the screen.
      for (const one of everywhere) await one.say({ ...press, id: said('').id });

      const numbers = new Set(
        (await visitor.heard()).flatMap(({ text }) => text.match(/WO-[\w-]{9}/g) ?? []),
      );
      const storage = await openStorage(defaults(url));
      const own = await storage.ledger.list(visitor.requesterId);
      await storage.close();
      expect(own.map(({ number }) => number)).toEqual([...numbers]);
      expect(own).toHaveLength(1);
    }
  });
});

async function stopped({ child, ended }: DeskProcess): Promise<void> {
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
}

/** The button under the review that files. */
async function buttonOf(visitor: Visitor): Promise<Said> {
  const choices = Object.entries((await visitor.heard()).at(-1)?.choices ?? {});
  const [label, choice] = choices.find(([, value]) => value.endsWith(':file')) ?? [];
  if (label === undefined || choice === undefined) throw new Error(`No button to file: ${choices.join()}`);
  return said(label, { choice });
}

async function untilTaken(visitor: Visitor, message: Said): Promise<void> {
  while (!(await visitor.tell(message)));
}
