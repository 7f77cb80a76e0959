/**
 * The part of sqlite3's interface that @keyv/sqlite uses, over libsql. The real package is unmaintained
 * and compiles for minutes where no prebuilt binary can be downloaded; libsql's binaries come with npm.
 */
const Libsql = require('libsql');

/** What one attempt may block the event loop for, since libsql waits inside the call, ms. */
const BUSY_TIMEOUT = 50;
/** How long a call waits for another process's lock before it fails, ms. */
const PATIENCE = 5000;
/** Statements kept prepared. */
const KEPT = 64;

const isBusy = (error) => typeof error?.code === 'string' && error.code.startsWith('SQLITE_BUSY');
const jitter = () => 20 + Math.random() * 80;

/** libsql aborts the whole process on a boolean and cuts a text at a NUL: neither may reach it. */
function bindable(value) {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string') return value.replaceAll('\0', '\uFFFD');
  return value ?? null;
}

/** sqlite3 takes parameters as one array or one by one, with the callback last. */
function splitArguments(rest) {
  const callback = typeof rest.at(-1) === 'function' ? rest.pop() : () => {};
  const values = rest.length === 1 && Array.isArray(rest[0]) ? rest[0] : rest;
  return { values: values.map(bindable), callback };
}

class Database {
  #database;
  #statements = new Map();
  /** What was asked for in this turn of the event loop, in order. */
  #asked = [];

  /** Opens or creates a file; `callback(error)` comes later, never within this call. */
  constructor(file, ...rest) {
    const { callback } = splitArguments(rest);
    setImmediate(() => this.#attempt(() => this.#open(file), callback));
  }

  /** Runs a statement; `callback(error, rows)`. Parameters as one array or one by one. */
  all(sql, ...rest) {
    const { values, callback } = splitArguments(rest);
    // Not setTimeout(…, 0): it waits a whole millisecond, which is longer than most statements take.
    if (this.#asked.length === 0) setImmediate(() => this.#answer());
    this.#asked.push({ sql, values, callback });
    return this;
  }

  /** Writes in a row share one transaction: the commit is by far the dearest part of each. */
  #answer() {
    const asked = this.#asked;
    this.#asked = [];
    while (asked.length > 0) {
      const reads = asked.findIndex(({ sql }) => /^\s*(select|pragma)/i.test(sql));
      if (reads === 0) this.#read(asked.shift());
      else this.#writeAll(asked.splice(0, reads < 0 ? asked.length : reads));
    }
  }

  #read({ sql, values, callback }) {
    this.#attempt(
      () => this.#prepared(sql).all(values),
      (error, rows) => {
        // Let go, so that it is finished when it is collected: see #writeInOne.
        if (error) this.#statements.delete(sql);
        callback(error, rows);
      },
    );
  }

  /** Where one of several fails, each is written by itself, so that only that one fails. */
  #writeAll(writes) {
    this.#attempt(
      () => this.#writeInOne(writes),
      (error) => {
        if (error) for (const { sql } of writes) this.#statements.delete(sql);
        if (error && writes.length > 1 && !isBusy(error)) for (const one of writes) this.#writeAll([one]);
        else for (const { callback } of writes) callback(error, []);
      },
    );
  }

  /** Keyv says the same few texts over and over; a read that was busy must be tried by the same statement. */
  #prepared(sql) {
    const statement = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    const [oldest] = this.#statements.keys();
    if (this.#statements.size > KEPT) this.#statements.delete(oldest);
    return statement;
  }

  /** As `all`, without the rows; `callback(error)`. */
  run(sql, ...rest) {
    const { values, callback } = splitArguments(rest);
    return this.all(sql, values, (error) => callback(error));
  }

  /** Only `busyTimeout` exists, and it is fixed: a longer one would freeze the event loop. */
  configure(option) {
    if (option !== 'busyTimeout') throw new Error(`Unexpected option "${option}", expected "busyTimeout"`);
  }

  close(callback = () => {}) {
    setImmediate(() =>
      this.#attempt(() => {
        this.#moveIntoOneFile();
        this.#database.close();
      }, callback),
    );
  }

  /** Who copies the file alone gets all of it. Where that fails, as on a full disk, it stays in the journal. */
  #moveIntoOneFile() {
    try {
      this.#database.exec('pragma wal_checkpoint(truncate)');
    } catch {}
  }

  #open(file) {
    this.#database ??= new Libsql(file, { timeout: BUSY_TIMEOUT });
    this.#database.prepare('pragma journal_mode = wal').all([]);
    this.#database.exec('pragma synchronous = normal');
  }

  /**
   * libsql leaves a prepared statement that failed as busy unfinished until it is collected or run again,
   * and while it is, what the connection writes is silently not committed. So `exec`, which finishes its
   * statement in any case, takes the write lock, and the statements themselves cannot fail as busy.
   */
  #writeInOne(writes) {
    this.#database.exec('begin immediate');
    try {
      for (const { sql, values } of writes) this.#prepared(sql).run(values);
      this.#database.exec('commit');
    } catch (error) {
      if (this.#database.inTransaction) this.#database.exec('rollback');
      throw error;
    }
  }

  #attempt(work, callback, deadline = Date.now() + PATIENCE) {
    let result;
    try {
      result = work();
    } catch (error) {
      if (isBusy(error) && Date.now() < deadline)
        setTimeout(() => this.#attempt(work, callback, deadline), jitter());
      else callback(error);
      return;
    }
    callback(null, result);
  }
}

module.exports = { Database };
