import { type Compilable, type QueryResult, type RawBuilder, sql } from 'kysely';
import type { Db } from './schema.ts';

/** Stands in a query for a value that is named when it runs. */
export type Placeholder<Values> = <Name extends keyof Values & string>(
  name: Name,
) => RawBuilder<Values[Name]>;

class Named {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Texts that nearly every turn asks; few, since each takes memory of every connection to Postgres. */
const often = new Set<string>();

export const askOften = (text: string): void => void often.add(text);
export const isAskedOften = (text: string): boolean => often.has(text);

/**
 * A query that every turn asks: built and turned into SQL when it first runs, since that takes longer than
 * SQLite takes to answer, and from then on only filled in. Its text must not depend on its values, nor have a
 * star, which another server's migration could give more columns (Keyv's own has one, of a table that is no
 * migration's). Gives how to run it on the database that it was built for, or in a transaction of it.
 */
export function prepared<Values extends object, Row>(
  build: (value: Placeholder<Values>) => Compilable<Row>,
): (db: Db, values: Values) => Promise<QueryResult<Row>> {
  const compile = () => {
    const query = build((name) => sql`${new Named(name)}`).compile();
    askOften(query.sql);
    return query;
  };
  let compiled: ReturnType<typeof compile> | undefined;
  return (db, values) => {
    compiled ??= compile();
    const named = new Map<string, unknown>(Object.entries(values));
    const parameters = compiled.parameters.map((each) =>
      each instanceof Named ? named.get(each.name) : each,
    );
    return db.executeQuery({ ...compiled, parameters });
  };
}

/** One row to insert, each value named as its column. */
export const rowOf = <Row extends object>(
  columns: readonly (keyof Row & string)[],
  value: Placeholder<Row>,
): RawBuilder<unknown> => sql`values (${sql.join(columns.map((column) => value(column)))})`;
