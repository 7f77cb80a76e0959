import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backUp } from '../../src/storage/backup.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { benchOn, ENGINES } from '../storage/engines.ts';
import { aFiling, aTurn } from '../storage/turns.ts';
import { programs } from './bundled.ts';
import { startFaulty } from './desk-process.ts';
import { upTo } from './effort.ts';
import { backupPoints, migratingPoints, retainingPoints } from './injected/crash-points.ts';

const times = upTo({ short: 3, long: 100 });
const KEPT = { transcriptDays: 30, attachmentDays: 30, keepDays: 30 };

/** Runs it until it is killed at the point. */
async function killed(dieAt: string, ...work: readonly string[]): Promise<void> {
  const { ended, said } = startFaulty([programs.storageWork, ...work], { settings: {}, fault: { dieAt } });
  expect(await ended, said.err).toBe('SIGKILL');
}

describe.each(ENGINES)('work on %s that is killed', (engine) => {
  const { freshUrl, open } = benchOn(engine);

  const migrations = Object.keys(migratingPoints).flatMap((point) =>
    Array.from({ length: times }, (_, index) => ({ point, time: index + 1 })),
  );
  it.each(migrations)('bringing the schema forward, when $point, time $time', async ({ point }) => {
    const url = await freshUrl();
    await killed(point, url);
    const { ledger } = await open(url, { role: 'server' });
    expect(await ledger.commit(aTurn({ commands: [aFiling('f')] }))).toMatchObject({ kind: 'committed' });
  });

  it.each(Object.keys(retainingPoints))(`removing what is old, when %s, ${times} times`, async (point) => {
    const url = await freshUrl();
    for (let time = 0; time < times; time++) {
      const storage = await open(url);
      await fileAndWithdraw(storage, time);
      await killed(point, url, 'retain');
      // What is erased is erased whole, and the rest is as it was.
      expect(await erased(storage)).toEqual(await withoutContact(storage));
      await storage.retain(KEPT);
      expect(await erased(storage)).toHaveLength(2 * (time + 1));
      expect(await withoutContact(storage)).toHaveLength(2 * (time + 1));
      expect(await storage.database.db.selectFrom('turns').select('message_id').execute()).toEqual([]);
    }
  });
});

describe('a backup that is killed', () => {
  const { freshUrl, open } = benchOn('sqlite');
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'firstline-faults-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(Object.keys(backupPoints))(`when %s, cannot be taken for one, ${times} times`, async (point) => {
    const url = await freshUrl();
    const { ledger } = await open(url);
    await ledger.commit(aTurn({ commands: [aFiling('f')] }));
    for (let time = 0; time < times; time++) {
      const to = join(folder, `backup-${time}`);
      await killed(point, url, 'backup', to);
      expect(existsSync(to)).toBe(false);
      expect(
        readdirSync(folder).filter((name) => name.startsWith(`backup-${time}.unfinished-`)),
      ).toHaveLength(1);
      const backup = await backUp(url, to);
      const restored = await open(`sqlite:${backup.ledger}`, { role: 'server' });
      expect(await restored.ledger.list('web/ann')).toHaveLength(1);
    }
  });
});

const LONG_AGO = Date.UTC(2020, 0, 6, 9);

/** Two work orders of long ago, with an address. */
async function fileAndWithdraw({ ledger }: Storage, time: number): Promise<void> {
  for (const n of [1, 2]) {
    const conversationId = `chat/${time}-${n}`;
    const contact = { address: 'ann@mail.example', vouched: true };
    const filing = {
      ...{ conversationId, messageId: 'm1', at: LONG_AGO },
      commands: [aFiling(`${time}-${n}`, { contact })],
    };
    await ledger.commit(aTurn(filing));
    const own = await ledger.list('web/ann');
    const number = own.find((one) => one.conversationId === conversationId)?.number ?? '';
    const withdrawing = { kind: 'withdraw', id: `withdraw:${number}`, number } as const;
    await ledger.commit(
      aTurn({
        ...{ conversationId, messageId: 'm2', at: LONG_AGO, readVersion: 1 },
        commands: [withdrawing],
      }),
    );
  }
}

const erased = async ({ database }: Storage): Promise<readonly string[]> => {
  const rows = await database.db
    .selectFrom('work_orders')
    .select('number')
    .where('requester_id', 'like', 'erased/%')
    .orderBy('number')
    .execute();
  return rows.map(({ number }) => number);
};

const withoutContact = async ({ database: { db } }: Storage): Promise<readonly string[]> => {
  const rows = await db
    .selectFrom('work_orders')
    .select('number')
    .where('number', 'not in', db.selectFrom('contacts').select('number'))
    .orderBy('number')
    .execute();
  return rows.map(({ number }) => number);
};
