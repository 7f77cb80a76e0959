import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RelayPoint } from '../../src/notifications/relay.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { act, filed } from '../notifications/house.ts';
import { type HttpReceiver, startReceiver } from '../notifications/http-receiver.ts';
import { type Smtp, startSmtp } from '../notifications/smtp.ts';
import { realTimes } from '../storage/desk-clock.ts';
import { benchOn, ENGINES } from '../storage/engines.ts';
import { bundled } from './bundled.ts';
import { upTo } from './effort.ts';
import { smallRelay } from './small-relay.ts';

const times = upTo({ short: 3, long: 100 });

const points: readonly RelayPoint[] = ['relay:claimed', 'relay:handled', 'relay:settled'];
const cases = [
  ...points.map((point) => [point, 'work-order.commented'] as const),
  ...points.map((point) => [point, 'email'] as const),
  ...points.map((point) => [point, 'webhook'] as const),
  ...points.map((point) => [point, 'chat'] as const),
];

describe.each(ENGINES)('a relay that is killed on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);
  let relay = '';
  let smtp: Smtp;
  let receiver: HttpReceiver;
  beforeAll(async () => {
    relay = await bundled('crashing-relay');
    smtp = await startSmtp();
    receiver = await startReceiver();
  });
  afterAll(async () => {
    await smtp.close();
    await receiver.close();
  });

  const crash = async (url: string, point: string, kind: string): Promise<void> => {
    const args = [relay, url, smtp.url, receiver.url, point, kind];
    const killed = spawn(process.execPath, args, { stdio: 'inherit' });
    const [, signal] = await once(killed, 'exit');
    expect(signal).toBe('SIGKILL');
  };

  it.each(cases)(
    'at %s of %s makes every delivery at least once, with one id',
    async (point, kind) => {
      for (let time = 0; time < times; time++) {
        const url = await freshUrl();
        // What the killed one held is free again when its lease has ended.
        const later = (): number => Date.now() + 61_000;
        const storage = await open(url, { ...realTimes, now: later });
        const number = await filed(storage);
        await act(storage, number, { kind: 'comment', text: 'We look at it.', audience: 'requester' });
        await crash(url, point, kind);

        const relay = smallRelay(storage, { smtp: smtp.url, webhook: receiver.url }, { now: later });
        await expect.poll(() => waiting(storage), { timeout: 15_000 }).toEqual([]);
        await relay.stop();
        expect(await storage.outbox.list({ state: 'dead', limit: 9 })).toEqual([]);
        expect(mailed(smtp, number)).toEqual([1, 2].map((n) => `<${number}.${n}.email@northgate.example>`));
        expect(posted(receiver, number)).toEqual(
          [1, 2].map((n) => expect.stringMatching(`${number}/${n}/webhook-`)),
        );
        expect(await said(storage)).toEqual([`${number}/2/chat`]);
        await storage.database.db.deleteFrom('outbox').execute();
        await storage.database.db.deleteFrom('activity_log').execute();
      }
    },
    times * 20_000,
  );
});

const waiting = ({ database }: Storage) =>
  database.db
    .selectFrom('outbox')
    .select('id')
    .where('done', '=', 0)
    .where('kind', 'not like', 'timer.%')
    .execute();

const mailed = ({ mails }: Smtp, number: string): readonly string[] =>
  distinct(mails.map(({ headers }) => headers.get('message-id') ?? '').filter((id) => id.includes(number)));

const posted = ({ posts }: HttpReceiver, number: string): readonly string[] =>
  distinct(posts.map(({ headers }) => String(headers['webhook-id'])).filter((id) => id.includes(number)));

const said = async ({ database }: Storage): Promise<readonly string[]> =>
  (await database.db.selectFrom('activity_log').select('id').execute()).map(({ id }) => id);

const distinct = (ids: readonly string[]): readonly string[] => [...new Set(ids)].toSorted();
