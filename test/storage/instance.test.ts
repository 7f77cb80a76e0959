import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStorage, type Storage } from '../../src/storage/storage.ts';
import { type Postgres, startPostgres } from '../postgres.ts';
import { defaults } from './defaults.ts';

describe('servers on one Postgres', () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  const serveOn = (url: string): Promise<Storage> => openStorage({ ...defaults(url), role: 'server' });

  /** Ends every connection but the asking one, as a network does that was cut. */
  const cut = ({ database }: Storage) =>
    sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(database.db);

  it('leave to each other what a living one has in hand, and take it once that is gone', async () => {
    const url = await postgres.createDatabase();
    const [one, other, third] = [await serveOn(url), await serveOn(url), await serveOn(url)];
    await one.activityLog.append('a', '{}', { id: '1' });
    expect(await other.activityLog.takeOver()).toEqual([]);
    await one.close();
    const taken = await Promise.all([other.activityLog.takeOver(), third.activityLog.takeOver()]);
    expect(taken.flat().map(({ id }) => id)).toEqual(['1']);
    await Promise.all([other.close(), third.close()]);
  });

  it('tell a message that another one has yet to answer something before it', async () => {
    const url = await postgres.createDatabase();
    const [one, other] = [await serveOn(url), await serveOn(url)];
    expect(await one.activityLog.append('a', '{}', { id: '1' })).toMatchObject({ ahead: false });
    const second = await other.activityLog.append('a', '{}', { id: '2' });
    expect(second).toMatchObject({ ahead: true });
    expect(await other.activityLog.append('b', '{}', { id: '1' })).toMatchObject({ ahead: false });
    expect(await other.activityLog.isAhead('a', second.sequence)).toBe(true);
    await one.activityLog.markProcessed('a', '1');
    expect(await other.activityLog.isAhead('a', second.sequence)).toBe(false);
    await Promise.all([one.close(), other.close()]);
  });

  it('hear what others log and not themselves, also after the connection was cut and Postgres crashed', async () => {
    const url = await postgres.createDatabase();
    const [one, other] = [await serveOn(url), await serveOn(url)];
    const heard: (string | undefined)[] = [];
    other.activityLog.onLogged((conversationId) => heard.push(conversationId));
    await other.activityLog.append('mine', '{}', { id: '1' });
    await one.activityLog.append('first', '{}', { id: '1' });
    await expect.poll(() => heard).toEqual(['first']);
    await cut(one);
    await expect.poll(() => heard).toEqual(['first', undefined]);
    await one.activityLog.append('second', '{}', { id: '1' });
    await expect.poll(() => heard).toEqual(['first', undefined, 'second']);
    await postgres.crashAndRestart();
    await expect.poll(() => heard).toEqual(['first', undefined, 'second', undefined]);
    const again = () => one.activityLog.append('third', '{}', { id: '1' });
    await again().catch(again);
    await expect.poll(() => heard.at(-1)).toBe('third');
    await Promise.all([one.close(), other.close()]);
  });
});
