import { Socket } from 'node:net';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
} from 'kysely';
import pg from 'pg';
import { errorCode, isUndone } from './busy.ts';
import type { OpenedDatabase, Role } from './database.ts';
import { isServedByAny } from './instance.ts';
import { migrate } from './migrations/migrate.ts';
import { prepareOften } from './preparing-client.ts';
import type { Db, Schema, Tx } from './schema.ts';
import { StorageError } from './storage-error.ts';

const INT8 = 20;
const CONNECTIONS = 10;
/** How long a pool waits for Postgres before it says so, ms. */
const CONNECT_TIMEOUT = 5000;
/** How long a connection may be silent: a server that is gone without a word fails the turn, ms. */
const SILENCE = 8000;
/** The same while the schema is brought forward: a step over a large table says nothing until it is done, ms. */
const MIGRATING = 60 * 60_000;
const ATTEMPTS = 5;

/** A database may be set to wait for no disk; what a requester is told waits all the same. */
const DURABLE = `select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`;

/** See openDatabase. */
export async function openPostgres(url: string, shown: string, role: Role): Promise<OpenedDatabase> {
  const sockets = impatientSockets();
  const pool = createPool(url, sockets.make);
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  const quick = new Kysely<Schema>({ dialect: new QuickDialect({ pool }) });
  try {
    await migrate(db, 'postgres', async () => {
      await mayMigrate(db, { shown, role });
      sockets.allow(MIGRATING);
    });
    sockets.allow(SILENCE);
  } catch (error) {
    await db.destroy();
    throw explained(error, shown);
  }
  const close = () => db.destroy();
  return {
    dialect: 'postgres',
    pool,
    db,
    transaction: (durability, work) => again(durability === 'normal' ? quick : db, work),
    close,
  };
}

interface Opening {
  readonly shown: string;
  readonly role: Role;
}

/** A newer CLI must not pull the schema from under older servers. */
async function mayMigrate(db: Db, { shown, role }: Opening): Promise<void> {
  if (role === 'server' || !(await isServedByAny(db))) return;
  throw new StorageError(
    'older-schema',
    `Servers of an older Firstline use ${shown}. Replace them by this version first: it brings the schema forward.`,
  );
}

function createPool(url: string, stream: () => Socket): pg.Pool {
  const types = new pg.TypeOverrides();
  // Times and counters stay far below 2^53; pg would give them as text.
  types.setTypeParser(INT8, Number);
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    types,
    stream,
    // Before anything else on it; what fails here fails there too.
    onConnect: async (client) => {
      client.on('error', () => undefined);
      prepareOften(client);
      await client.query(DURABLE);
    },
  });
  // Without listeners a connection that Postgres closes, idle or in use, ends the process; its query says it.
  pool.on('error', () => undefined);
  return pool;
}

/** pg's own query_timeout would leave a connection in use that still waits for its answer. */
function impatientSockets() {
  const open = new Set<Socket>();
  let silence = SILENCE;
  const make = (): Socket => {
    const socket = new Socket();
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('timeout', () =>
      socket.destroy(new Error(`Postgres said nothing for ${silence / 1000} s; the connection is closed`)),
    );
    return socket.setTimeout(silence);
  };
  const allow = (ms: number): void => {
    silence = ms;
    for (const socket of open) socket.setTimeout(ms);
  };
  return { make, allow };
}

async function again<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (attempt === ATTEMPTS || !isUndone(error)) throw error;
    }
  }
}

/** Its transactions outlive a killed process and do not wait for the disk. */
class QuickDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;

  constructor(config: PostgresDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new QuickDriver(this.#config);
  }
}

class QuickDriver extends PostgresDriver {
  /** Both at once: each would be a way there and back. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin; set local synchronous_commit to off'));
  }
}

function explained(error: unknown, shown: string): unknown {
  if (error instanceof StorageError) return error;
  const reason = [errorCode(error), error instanceof Error ? error.message : ''].filter(Boolean).join(' ');
  return new StorageError(
    'unreachable',
    `Cannot use ${shown} (${reason}). Check that Postgres runs there and that DATABASE_URL has its user and password.`,
  );
}
