import { dirname, join } from 'node:path';
import type { KeyvPostgres } from '@keyv/postgres';
import { KeyvSqlite } from '@keyv/sqlite';
import { Keyv } from 'keyv';
import type { Pool } from 'pg';
import type { SnapshotStore } from '../conversation/stores.ts';
import { Recent } from '../recent.ts';
import type { Database } from './database.ts';
import { IN_MEMORY } from './database-url.ts';
import { askOften } from './prepared.ts';
import { makePrivate } from './private-file.ts';
import { type KeptSnapshots, sweepSnapshots } from './sweep-snapshots.ts';

const TABLE = 'conversation_states';
const NAMESPACE = 'state';
/** A channel's conversation id may be long, and Keyv's default of 255 makes Postgres refuse the key. */
const KEY_SIZE = 2000;

export interface Snapshots extends SnapshotStore {
  /** Removes what is never read again, which the adapters find expired only on reading. See `sweepSnapshots`. */
  readonly sweep: () => Promise<void>;
  /** Removes every state of a conversation. Keys begin with its id and a colon; see `runTurn`. */
  readonly erase: (conversationId: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface SnapshotOptions {
  /** How long a snapshot lives, ms: longer than the oldest draft. */
  readonly ttlMs: number;
}

interface Backend extends KeptSnapshots {
  readonly store: KeyvSqlite | KeyvPostgres;
  readonly removeFrom: (start: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The file of conversation states beside a ledger's. */
export const stateFileOf = (ledger: string): string => join(dirname(ledger), 'firstline-state.sqlite');

/** Conversation states in Keyv, in a file of their own beside the ledger, or in its Postgres. */
export async function openSnapshots(database: Database, { ttlMs }: SnapshotOptions): Promise<Snapshots> {
  const backend = database.dialect === 'sqlite' ? inSqlite(database.file) : await inPostgres(database.pool);
  const keyv = new Keyv({ store: backend.store, namespace: NAMESPACE, ttl: ttlMs, throwOnErrors: true });
  // Every failure is thrown to its caller as well; the event is only its echo.
  keyv.on('error', () => undefined);
  // The adapters connect in their constructors: a failure must surface here, and not as an unhandled one.
  await keyv.get('open');
  const recent = recentlyWritten(ttlMs);
  return {
    read: async (key) => recent.read(key) ?? read(await keyv.get(key)),
    write: async (key, state) => {
      await write(keyv, key, JSON.stringify(state));
      recent.keep(key, state);
    },
    remove: async (key) => {
      recent.forget(key);
      await keyv.delete(key);
    },
    sweep: () => sweepSnapshots(database.db, backend, Date.now()),
    erase: async (conversationId) => {
      recent.forgetAll();
      await backend.removeFrom(`${NAMESPACE}:${conversationId}:`);
    },
    close: backend.close,
  };
}

/** So many snapshots are kept at hand. */
const RECENT = 1000;

/**
 * What this process wrote last, since a conversation's next turn reads it back, as it was written. A snapshot
 * never changes under its key, and which one is valid is told by the ledger.
 */
function recentlyWritten(ttlMs: number) {
  const recent = new Recent<string, { readonly state: unknown; readonly expires: number }>(RECENT);
  return {
    read: (key: string): unknown => {
      const kept = recent.get(key);
      return kept === undefined || kept.expires < Date.now() ? undefined : kept.state;
    },
    keep: (key: string, state: unknown): void => {
      recent.put(key, { state, expires: Date.now() + ttlMs });
    },
    forget: (key: string): void => {
      recent.delete(key);
    },
    forgetAll: (): void => recent.clear(),
  };
}

/** A state is kept as JSON, a text to Keyv: its own serialiser takes several times as long. Of before, it is an object. */
const read = (kept: unknown): unknown => (typeof kept === 'string' ? JSON.parse(kept) : kept);

async function write(keyv: Keyv, key: string, json: string): Promise<void> {
  const written = await keyv.set(key, json);
  if (!written) throw new Error(`The state snapshot "${key}" was not written`);
}

/** So many are looked at in one go: a desk has one for each message of a day. */
const SLICE = 500;

function inSqlite(file: string): Backend {
  const path = file === IN_MEMORY ? file : stateFileOf(file);
  if (path !== IN_MEMORY) makePrivate(path);
  const store = new KeyvSqlite({ uri: `sqlite://${path}`, table: TABLE, keySize: KEY_SIZE });
  const behind: Backend['behind'] = (key) =>
    store.query(
      `select key, json_extract(value, '$.expires') as expires from ${TABLE} where key > ? order by key limit ${SLICE}`,
      key,
    );
  const removeAll: Backend['removeAll'] = async (keys) => {
    await store.query(`delete from ${TABLE} where key in (${keys.map(() => '?').join()})`, ...keys);
  };
  const removeFrom = async (start: string) => {
    await store.query(`delete from ${TABLE} where substr(key, 1, length(?)) = ?`, start, start);
  };
  return { store, behind, removeAll, removeFrom, close: () => store.disconnect() };
}

/** On the ledger's own pool: the adapter's is one for the whole process, and whoever ends it ends it for all. */
async function inPostgres(pool: Pool): Promise<Backend> {
  const { KeyvPostgres } = await import('@keyv/postgres');
  class PooledKeyv extends KeyvPostgres {
    override async connect() {
      return async (sql: string, values?: unknown[]) => {
        if (values !== undefined) askOften(sql);
        return (await pool.query(sql, values)).rows;
      };
    }

    override async disconnect() {}
  }
  const store = new PooledKeyv({ table: TABLE, keySize: KEY_SIZE });
  const behind: Backend['behind'] = async (key) => {
    // Not by ->>, which fails on a state that holds an escaped NUL. Keyv writes "expires" last.
    const expires = `substring(value from '"expires":([0-9]+)}$')::float8`;
    const rest = `from ${TABLE} where key > $1 order by key limit ${SLICE}`;
    return (await pool.query(`select key, ${expires} as expires ${rest}`, [key])).rows;
  };
  const removeAll: Backend['removeAll'] = async (keys) => {
    await pool.query(`delete from ${TABLE} where key = any($1)`, [keys]);
  };
  const removeFrom = async (start: string) => {
    await pool.query(`delete from ${TABLE} where starts_with(key, $1)`, [start]);
  };
  return { store, behind, removeAll, removeFrom, close: async () => undefined };
}
