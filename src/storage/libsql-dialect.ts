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
import { isBusy, patiently } from './busy.ts';

/**
 * Kysely over libsql. Kysely's own driver says `begin`, with which a read followed by a write fails at
 * once when another process wrote between, and it waits for locks inside SQLite; this one does neither.
 *
 * libsql leaves a prepared statement that failed as busy unfinished until it is collected, and while it
 * is, every COMMIT of the connection fails and a statement on its own is silently not committed. So
 * whatever takes the write lock goes through `exec`, which finishes its statement in any case.
 */
export class LibsqlDialect extends SqliteDialect {
  readonly #database: Libsql.Database;

  constructor(database: Libsql.Database) {
    super({ database: guarded(database) });
    this.#database = database;
  }

  override createDriver(): Driver {
    return new LibsqlDriver(this.#database);
  }
}

class LibsqlDriver extends SqliteDriver {
  readonly #database: Libsql.Database;

  constructor(database: Libsql.Database) {
    super({ database: guarded(database) });
    this.#database = database;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    return new PatientConnection(await super.acquireConnection(), this.#database);
  }

  override async beginTransaction(): Promise<void> {
    await begin(this.#database);
  }

  override async commitTransaction(): Promise<void> {
    await commit(this.#database);
  }

  override async rollbackTransaction(): Promise<void> {
    rollback(this.#database);
  }
}

class PatientConnection implements DatabaseConnection {
  readonly #inner: DatabaseConnection;
  readonly #database: Libsql.Database;

  constructor(inner: DatabaseConnection, database: Libsql.Database) {
    this.#inner = inner;
    this.#database = database;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#database.inTransaction || !isWrite(query)) return this.#execute(query);
    await begin(this.#database);
    try {
      const result = await this.#execute<R>(query);
      await commit(this.#database);
      return result;
    } catch (error) {
      rollback(this.#database);
      throw error;
    }
  }

  streamQuery<R>(query: CompiledQuery, chunkSize?: number): AsyncIterableIterator<QueryResult<R>> {
    return this.#inner.streamQuery<R>(query, chunkSize);
  }

  #execute<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return patiently(() => this.#inner.executeQuery<R>(query));
  }
}

function begin(database: Libsql.Database): Promise<unknown> {
  return patiently(() => database.exec('begin immediate'));
}

function commit(database: Libsql.Database): Promise<unknown> {
  return patiently(() => database.exec('commit'));
}

/** SQLite undoes some transactions by itself (a full disk); saying it again would hide the first error. */
function rollback(database: Libsql.Database): void {
  if (database.inTransaction) database.exec('rollback');
}

/** A pragma must not be wrapped: some are ignored inside a transaction. */
function isWrite({ query, sql }: CompiledQuery): boolean {
  if (SelectQueryNode.is(query)) return false;
  return !RawNode.is(query) || !/^\s*(pragma|select|explain)\b/i.test(sql);
}

/** Statements kept prepared: preparing takes longer than most of them run. Lists in `in (…)` vary their text. */
const KEPT = 256;

/**
 * A read that failed as busy is unfinished too, and its next attempt must be by the same statement; one
 * that failed otherwise is let go, so that it is finished when it is collected.
 */
function guarded(database: Libsql.Database): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  const prepare = (sql: string): SqliteStatement => {
    const statement = guardedStatement(database.prepare(sql), () => kept.delete(sql));
    kept.set(sql, statement);
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
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
