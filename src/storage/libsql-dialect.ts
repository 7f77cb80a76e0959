import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  RawNode,
  SelectQueryNode,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely';
import type Libsql from 'libsql';
import { Recent } from '../recent.ts';
import { isBusy, patiently } from './busy.ts';
import type { Durability } from './durability.ts';

/** Two connections to one file; the same one twice where it is in memory. */
export interface LibsqlConnections {
  readonly writing: Libsql.Database;
  /** In WAL mode it reads what is committed, whatever is being written. */
  readonly reading: Libsql.Database;
}

/**
 * Kysely over libsql. Kysely's own driver says `begin`, with which a read followed by a write fails at
 * once when another process wrote between, it waits for locks inside SQLite, and a read waits in its queue
 * behind every write; this one does none of that.
 *
 * libsql leaves a prepared statement that failed as busy unfinished until it is collected, and while it
 * is, every COMMIT of the connection fails and a statement on its own is silently not committed. So
 * whatever takes the write lock goes through `exec`, which finishes its statement in any case.
 */
export class LibsqlDialect extends SqliteDialect {
  readonly #driver: LibsqlDriver;

  constructor(connections: LibsqlConnections) {
    super({ database: connections.writing });
    this.#driver = new LibsqlDriver(connections);
  }

  override createDriver(): Driver {
    return this.#driver;
  }

  /** What the transactions that begin from now on wait for. */
  set durability(durability: Durability) {
    this.#driver.durability = durability;
  }
}

class LibsqlDriver implements Driver {
  durability: Durability = 'normal';
  readonly #connections: LibsqlConnections;
  readonly #writing: Promise<DatabaseConnection>;
  readonly #reading: Promise<DatabaseConnection>;
  readonly #writers = new Queue();
  #synchronous: Durability | undefined;

  constructor(connections: LibsqlConnections) {
    this.#connections = connections;
    this.#writing = queriesOf(connections.writing);
    this.#reading = this.#isShared ? this.#writing : queriesOf(connections.reading);
  }

  async init(): Promise<void> {}

  /** Nobody waits for one: what waits is a write, for its turn. */
  async acquireConnection(): Promise<LibsqlConnection> {
    return new LibsqlConnection(this);
  }

  async releaseConnection(): Promise<void> {}

  async beginTransaction(connection: LibsqlConnection): Promise<void> {
    connection.endTurn = await this.#begin(this.durability);
  }

  async commitTransaction(connection: LibsqlConnection): Promise<void> {
    await this.#commit();
    connection.end();
  }

  async rollbackTransaction(connection: LibsqlConnection): Promise<void> {
    try {
      this.#rollback();
    } finally {
      connection.end();
    }
  }

  async destroy(): Promise<void> {
    this.#connections.writing.close();
    if (!this.#isShared) this.#connections.reading.close();
  }

  async executeInTransaction<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const writing = await this.#writing;
    return patiently(() => writing.executeQuery<R>(query));
  }

  async executeAlone<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    switch (kindOf(query)) {
      case 'write':
        return this.#write(query);
      case 'pragma':
        return this.#inTurn(query);
      case 'read': {
        // In memory there is but one connection, and it may be in the middle of a transaction.
        if (this.#isShared) return this.#inTurn(query);
        const reading = await this.#reading;
        return patiently(() => reading.executeQuery<R>(query));
      }
    }
  }

  get #isShared(): boolean {
    return this.#connections.reading === this.#connections.writing;
  }

  async #write<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const endTurn = await this.#begin('normal');
    try {
      const result = await this.executeInTransaction<R>(query);
      await this.#commit();
      return result;
    } catch (error) {
      this.#rollback();
      throw error;
    } finally {
      endTurn();
    }
  }

  async #inTurn<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const endTurn = await this.#writers.turn();
    try {
      return await this.executeInTransaction<R>(query);
    } finally {
      endTurn();
    }
  }

  /** Gives how to end the turn, which whoever commits or rolls back must do. */
  async #begin(durability: Durability): Promise<() => void> {
    const endTurn = await this.#writers.turn();
    try {
      // SQLite ignores it inside a transaction.
      if (this.#synchronous !== durability)
        await patiently(() => this.#connections.writing.exec(`pragma synchronous = ${durability}`));
      this.#synchronous = durability;
      await patiently(() => this.#connections.writing.exec('begin immediate'));
      return endTurn;
    } catch (error) {
      endTurn();
      throw error;
    }
  }

  async #commit(): Promise<void> {
    await patiently(() => this.#connections.writing.exec('commit'));
  }

  /** SQLite undoes some transactions by itself (a full disk); saying it again would hide the first error. */
  #rollback(): void {
    const { writing } = this.#connections;
    if (writing.inTransaction) writing.exec('rollback');
  }
}

/** What Kysely holds while it runs a query or a transaction. */
class LibsqlConnection implements DatabaseConnection {
  /** Set while a transaction is open on it. */
  endTurn: (() => void) | undefined;
  readonly #driver: LibsqlDriver;

  constructor(driver: LibsqlDriver) {
    this.#driver = driver;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.endTurn === undefined
      ? this.#driver.executeAlone(query)
      : this.#driver.executeInTransaction(query);
  }

  streamQuery(): AsyncIterableIterator<never> {
    throw new Error('This driver does not stream: read page by page.');
  }

  end(): void {
    this.endTurn?.();
    this.endTurn = undefined;
  }
}

/** One at a time, first come first served. */
class Queue {
  #last: Promise<void> = Promise.resolve();

  /** Gives how to end the turn. */
  async turn(): Promise<() => void> {
    const before = this.#last;
    let end = (): void => {};
    this.#last = new Promise((resolve) => {
      end = resolve;
    });
    await before;
    return end;
  }
}

/** A pragma is no write that could be wrapped: some are ignored inside a transaction. */
function kindOf({ query, sql }: CompiledQuery): 'read' | 'write' | 'pragma' {
  if (SelectQueryNode.is(query)) return 'read';
  if (!RawNode.is(query)) return 'write';
  if (/^\s*pragma\b/i.test(sql)) return 'pragma';
  return /^\s*(select|explain)\b/i.test(sql) ? 'read' : 'write';
}

/** Kysely's own way to run a query on a connection, without its queue. */
async function queriesOf(database: Libsql.Database): Promise<DatabaseConnection> {
  const driver = new SqliteDriver({ database: guarded(database) });
  await driver.init();
  return driver.acquireConnection();
}

/** Statements kept prepared: preparing takes longer than most of them run. Lists in `in (…)` vary their text. */
const KEPT = 256;

/**
 * A read that failed as busy is unfinished too, and its next attempt must be by the same statement; one
 * that failed otherwise is let go, so that it is finished when it is collected.
 */
function guarded(database: Libsql.Database): SqliteDatabase {
  const kept = new Recent<string, SqliteStatement>(KEPT);
  const prepare = (sql: string): SqliteStatement => {
    const statement = guardedStatement(database.prepare(sql), () => kept.delete(sql));
    kept.put(sql, statement);
    return statement;
  };
  return {
    close: () => void database.close(),
    prepare: (sql) => kept.get(sql) ?? prepare(sql),
  };
}

function guardedStatement(statement: Libsql.Statement, letGo: () => void): SqliteStatement {
  const run = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error)) letGo();
      throw error;
    }
  };
  return {
    reader: statement.reader,
    all: (parameters) => run(() => statement.all(parameters.map(bindable))),
    run: (parameters) => run(() => statement.run(parameters.map(bindable))),
    iterate: (parameters) => statement.iterate(parameters.map(bindable)),
  };
}

/** libsql aborts the whole process on a boolean and cuts a text at a NUL: neither may reach it. */
function bindable(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string') return value.replaceAll('\0', '\uFFFD');
  return value ?? null;
}
