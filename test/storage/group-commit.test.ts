import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import type { Durability } from '../../src/storage/durability.ts';
import { groupCommits } from '../../src/storage/group-commit.ts';
import type { Tx } from '../../src/storage/schema.ts';
import { benchOn } from './engines.ts';

const { freshUrl, open } = benchOn('sqlite');

/** Transactions that share commits over a real database, and how each commit came out. */
async function grouped() {
  const { database } = await open(await freshUrl());
  const commits: Durability[] = [];
  const transaction = groupCommits((durability, work) => {
    commits.push(durability);
    return database.db.transaction().execute(work);
  });
  return { database, commits, transaction };
}

const write = (name: string) => async (tx: Tx) => {
  await tx.insertInto('install_secrets').values({ name, value: '' }).execute();
  return name;
};

async function writeAndFail(tx: Tx): Promise<void> {
  await write('failed')(tx);
  throw new Error('no luck');
}

const read = async ({ db }: Pick<Database, 'db'>): Promise<readonly string[]> => {
  const rows = await db.selectFrom('install_secrets').select('name').orderBy('name').execute();
  return rows.map(({ name }) => name);
};

describe('transactions that wait together', () => {
  it('share one commit, and each is told its own result', async () => {
    const { database, commits, transaction } = await grouped();
    const results = await Promise.all(['a', 'b', 'c'].map((name) => transaction('normal', write(name))));
    expect(results).toEqual(['a', 'b', 'c']);
    expect(await read(database)).toEqual(['a', 'b', 'c']);
    expect(commits).toEqual(['normal']);
  });

  it('are as durable as the strictest of them', async () => {
    const { commits, transaction } = await grouped();
    await Promise.all([transaction('normal', write('a')), transaction('full', write('b'))]);
    await transaction('normal', write('c'));
    expect(commits).toEqual(['full', 'normal']);
  });

  it('run in the order they came, each seeing what those before it wrote', async () => {
    const { transaction } = await grouped();
    const seen = ['a', 'b', 'c'].map((name) =>
      transaction('normal', async (tx) => {
        await write(name)(tx);
        return read({ db: tx });
      }),
    );
    expect(await Promise.all(seen)).toEqual([['a'], ['a', 'b'], ['a', 'b', 'c']]);
  });

  it('do not fail with one that fails, of which nothing stays', async () => {
    const { database, commits, transaction } = await grouped();
    const all = [write('a'), writeAndFail, write('b')].map((work) => transaction<unknown>('normal', work));
    expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    await expect(all[1]).rejects.toThrow('no luck');
    expect(await read(database)).toEqual(['a', 'b']);
    // Together, then each by itself.
    expect(commits).toHaveLength(4);
  });

  it('wait for a lock of another process once, not one after the other', async () => {
    let tries = 0;
    const transaction = groupCommits(async () => {
      tries++;
      throw Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
    });
    const all = await Promise.allSettled(['a', 'b', 'c'].map((name) => transaction('normal', write(name))));
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(tries).toBe(1);
  });

  it('leave the event loop to others between two commits', async () => {
    const { commits, transaction } = await grouped();
    const names = Array.from({ length: 130 }, (_, n) => `n${n}`);
    const all = Promise.all(names.map((name) => transaction('normal', write(name))));
    const before: number[] = [];
    const look = (): void => {
      before.push(commits.length);
      if (commits.length < 3) setImmediate(look);
    };
    setImmediate(look);
    await all;
    expect(commits).toHaveLength(3);
    expect(before).toEqual(expect.arrayContaining([1, 2]));
  });

  it('that come while others are committed wait for the next commit', async () => {
    const { commits, transaction } = await grouped();
    const first = transaction('normal', async (tx) => {
      const later = transaction('normal', write('later'));
      await write('first')(tx);
      return { later };
    });
    await expect((await first).later).resolves.toBe('later');
    expect(commits).toHaveLength(2);
  });
});
