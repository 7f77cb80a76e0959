import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { openStorage, type Storage, type StorageOptions } from '../../src/storage/storage.ts';
import { type Postgres, startPostgres } from '../postgres.ts';
import { defaults } from './defaults.ts';

export const ENGINES = ['sqlite', 'postgres'] as const;
export type Engine = (typeof ENGINES)[number];

export interface Bench {
  /** URL of an empty database; ask once a test. */
  readonly freshUrl: () => Promise<string>;
  /** Closed after the test. Defaults are the CLI's role and everlasting state. */
  readonly open: (url: string, options?: Partial<StorageOptions>) => Promise<Storage>;
}

/** Call inside describe: every test of it gets new databases on the engine, and all is cleaned up. */
export function benchOn(engine: Engine): Bench {
  let postgres: Postgres | undefined;
  let url: string | undefined;
  const opened: Storage[] = [];
  const folders: string[] = [];

  beforeAll(async () => {
    if (engine !== 'postgres') return;
    postgres = await startPostgres();
    url = await postgres.createDatabase();
  }, 180_000);
  afterEach(async () => {
    for (const storage of opened.splice(0)) await storage.close();
    if (url !== undefined) await empty(url);
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  afterAll(() => postgres?.stop());

  const freshUrl = async () => {
    if (url !== undefined) return url;
    const folder = mkdtempSync(join(tmpdir(), 'firstline-storage-'));
    folders.push(folder);
    return `sqlite:${join(folder, 'data', 'firstline.sqlite')}`;
  };
  const open = async (url: string, options: Partial<StorageOptions> = {}) => {
    const storage = await openStorage({ ...defaults(url), ...options });
    opened.push(storage);
    return storage;
  };
  return { freshUrl, open };
}

/** Ten times as fast as another database. */
async function empty(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('drop schema public cascade; create schema public');
  await client.end();
}
