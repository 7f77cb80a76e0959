import type { ClientBase } from 'pg';
import { isAskedOften } from './prepared.ts';

/** By their texts; pg wants a name for one text only. */
const names = new Map<string, string>();

/**
 * Has Postgres keep prepared, on this connection, what is asked in nearly every turn: to read and plan such a
 * statement takes it longer than to run it. pg prepares what has a name, and Kysely and Keyv give none.
 */
export function prepareOften(client: ClientBase): void {
  const { query } = client;
  const asked = (...given: readonly unknown[]): unknown => Reflect.apply(query, client, named(given));
  Reflect.set(client, 'query', asked);
}

function named(given: readonly unknown[]): readonly unknown[] {
  const [text, values, ...rest] = given;
  if (typeof text !== 'string' || !isAskedOften(text)) return given;
  const name = names.get(text) ?? `often-${names.size}`;
  names.set(text, name);
  return [{ name, text, values }, ...rest];
}
