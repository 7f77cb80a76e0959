import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import type { Client, Pool } from 'pg';
import type { Database, Role } from './database.ts';
import type { Db } from './schema.ts';

/** One process among those that serve a desk, and what it hears of the others. */
export interface Instance {
  /** In the rows that this process has in hand. */
  readonly id: number;
  /** The ids of the other instances that are alive, as a list in SQL; they are asked anew each time. */
  readonly others: RawBuilder<unknown>;
  /** Tells the others, when the statement's transaction commits; to be selected by it. */
  readonly tell: (conversationId: string) => RawBuilder<unknown>;
  /**
   * Called with the conversation in which another instance logged something; with undefined where some may
   * have gone unheard, so that every reader has to look. Gives how to stop.
   */
  readonly onLogged: (listener: (conversationId: string | undefined) => void) => () => void;
  readonly close: () => Promise<void>;
}

const CHANNEL = 'firstline_logged';
/** The first key of an instance's advisory lock; any number that no other program uses. */
const LOCK_CLASS = 703_642_195;
/** A question at least so often, ms, since a connection that is silent for longer is taken for dead. */
const HEARTBEAT = 3000;
/** From the first to the longest pause before another try to connect, ms. */
const PAUSES = [100, 250, 500, 1000, 2000];

/** On SQLite a server is the only one. The command line counts as none, and hears of none. */
export async function openInstance(database: Database, role: Role): Promise<Instance> {
  const id = randomInt(1, 2 ** 31);
  if (database.dialect === 'sqlite') return { ...deaf, id, others: sql`(select -1)`, tell: () => sql`null` };
  const known = {
    id,
    others: othersThan(id),
    tell: (to: string) => sql`pg_notify(${CHANNEL}, ${`${id} ${to}`})`,
  };
  return role === 'server' ? { ...known, ...(await among(database.pool, id)) } : { ...deaf, ...known };
}

const deaf = { onLogged: () => () => undefined, close: async () => undefined };

const alive = sql`select objid::bigint from pg_locks where locktype = 'advisory' and classid = ${LOCK_CLASS}
  and database = (select oid from pg_database where datname = current_database())`;

const othersThan = (id: number) => sql`(${alive} and objid <> ${id})`;

/** Whether a server has this Postgres' database open. */
export async function isServedByAny(db: Db): Promise<boolean> {
  const { rows } = await sql`${alive} limit 1`.execute(db);
  return rows.length > 0;
}

/**
 * Holds an advisory lock under its id for as long as it lives: Postgres frees it when the process or its
 * machine is gone, without clocks or leases. Shared, so that a lost connection's lock keeps nobody out.
 */
async function among(pool: Pool, id: number): Promise<Pick<Instance, 'onLogged' | 'close'>> {
  const listeners = new Set<(conversationId: string | undefined) => void>();
  const hear = (conversationId: string | undefined): void => {
    for (const listener of listeners) listener(conversationId);
  };
  const { default: pg } = await import('pg');
  const connection = await keepConnected(async () => {
    const client = new pg.Client(pool.options);
    client.on('notification', ({ payload = '' }) => {
      const [from, ...conversation] = payload.split(' ');
      if (from !== String(id)) hear(conversation.join(' '));
    });
    const listening = await begin(client, id);
    hear(undefined);
    return listening;
  });
  return {
    onLogged: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: connection.close,
  };
}

interface Listening {
  readonly client: Client;
  /** Resolves when the connection is gone, for whatever reason. */
  readonly gone: Promise<void>;
}

async function begin(client: Client, id: number): Promise<Listening> {
  // The query under way says it, or the end that follows; without a listener it would end the process.
  client.on('error', () => undefined);
  // Not by `once`, which would fail at the error before it.
  const gone = new Promise<void>((resolve) => client.once('end', resolve));
  try {
    await client.connect();
    // A machine that lost its power says nothing: Postgres asks, and frees the lock within half a minute.
    await client.query('set tcp_keepalives_idle = 10');
    await client.query('set tcp_keepalives_interval = 5');
    await client.query('set tcp_keepalives_count = 3');
    await client.query('select pg_advisory_lock_shared($1, $2)', [LOCK_CLASS, id]);
    await client.query(`listen ${CHANNEL}`);
    return { client, gone };
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

/** Connects again whenever the connection ends, until it is closed. Throws when the first one fails. */
async function keepConnected(connect: () => Promise<Listening>): Promise<{ close: () => Promise<void> }> {
  let current: Listening | undefined = await connect();
  let closed = false;
  const follow = async (): Promise<void> => {
    while (current !== undefined) {
      await untilGone(current);
      current = await insist(connect, () => closed);
    }
  };
  const following = follow();
  return {
    close: async () => {
      closed = true;
      await current?.client.end().catch(() => undefined);
      await following;
    },
  };
}

/** undefined when it was closed meanwhile. */
async function insist(
  connect: () => Promise<Listening>,
  closed: () => boolean,
): Promise<Listening | undefined> {
  for (let attempt = 0; !closed(); attempt++) {
    try {
      const listening = await connect();
      if (!closed()) return listening;
      await listening.client.end();
    } catch {
      await sleep(PAUSES[Math.min(attempt, PAUSES.length - 1)]);
    }
  }
  return undefined;
}

/** Asks now and then, so that a connection that swallows everything is noticed. */
async function untilGone({ client, gone }: Listening): Promise<void> {
  let waits = false;
  const ask = async (): Promise<void> => {
    // A question that is not answered shows it already.
    if (waits) return;
    waits = true;
    await client.query('select 1').catch(() => undefined);
    waits = false;
  };
  const asking = setInterval(ask, HEARTBEAT);
  await gone;
  clearInterval(asking);
}
