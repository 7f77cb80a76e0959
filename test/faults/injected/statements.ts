import Libsql from 'libsql';
import pg from 'pg';

/** Hears of every statement that this process sends to a database, on either engine. */
export interface Listener {
  readonly before: (statement: Statement) => void;
  /** It has succeeded, and whoever sent it does not know yet. */
  readonly after: (statement: Statement) => void;
}

export interface Statement {
  /** The same for the statements of one transaction. */
  readonly connection: object;
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

export function listenToStatements(listener: Listener): void {
  listenToLibsql(listener);
  listenToPg(listener);
}

const EXECUTING = ['run', 'all', 'get', 'iterate'];

function listenToLibsql(listener: Listener): void {
  replaceMethod(Libsql.prototype, 'exec', (connection, exec, [sql]) =>
    between(listener, { connection, sql: String(sql), parameters: [] }, () => exec([sql])),
  );
  replaceMethod(Libsql.prototype, 'prepare', (connection, prepare, [sql]) => {
    const statement = prepare([sql]);
    if (!isObject(statement)) return statement;
    for (const method of EXECUTING)
      replaceMethod(statement, method, (_, execute, parameters) =>
        between(listener, { connection, sql: String(sql), parameters }, () => execute(parameters)),
      );
    return statement;
  });
}

function between(listener: Listener, statement: Statement, execute: () => unknown): unknown {
  listener.before(statement);
  const result = execute();
  listener.after(statement);
  return result;
}

/** pg takes a text or an object, with parameters, and answers by a promise or by a callback, its last argument. */
function listenToPg(listener: Listener): void {
  replaceMethod(pg.Client.prototype, 'query', (connection, query, given) => {
    const statement = pgStatement(connection, given);
    listener.before(statement);
    const callback = given.at(-1);
    if (typeof callback === 'function')
      return query([
        ...given.slice(0, -1),
        (error: unknown, ...rest: unknown[]) => {
          if (!error) listener.after(statement);
          Reflect.apply(callback, undefined, [error, ...rest]);
        },
      ]);
    const result = query(given);
    return result instanceof Promise
      ? result.then((rows: unknown) => heard(listener, statement, rows))
      : result;
  });
}

function heard<T>(listener: Listener, statement: Statement, rows: T): T {
  listener.after(statement);
  return rows;
}

function pgStatement(connection: object, [query, second]: readonly unknown[]): Statement {
  const { text, values } = isObject(query)
    ? { text: Reflect.get(query, 'text'), values: Reflect.get(query, 'values') ?? second }
    : { text: query, values: second };
  return { connection, sql: String(text), parameters: Array.isArray(values) ? values : [] };
}

/** Puts `instead` in the place of a method; it is given the object, the method, and the arguments. */
function replaceMethod(
  owner: object,
  name: string,
  instead: (
    self: object,
    method: (given: readonly unknown[]) => unknown,
    given: readonly unknown[],
  ) => unknown,
): void {
  const method: unknown = Reflect.get(owner, name);
  if (typeof method !== 'function') throw new Error(`Expected ${name} to be a method`);
  Reflect.set(owner, name, function (this: object, ...given: readonly unknown[]) {
    return instead(this, (passed) => Reflect.apply(method, this, passed), given);
  });
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
