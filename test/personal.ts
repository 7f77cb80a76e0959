import { sql } from 'kysely';
import { expect } from 'vitest';
import { openDatabase } from '../src/storage/open-database.ts';
import { guardSecrets } from '../src/work-orders/secret-guard.ts';

/** Tables and columns that hold what the desk is, not what somebody said to it. */
const ofTheDesk = new Set([
  'schema_version',
  'type_definitions',
  'outbox.id',
  'outbox.kind',
  'outbox.lease_owner',
]);

/** Shorter ones, as `en` or `web`, stand in any log by chance. */
const shortest = 8;

/**
 * What a log may name: words of the program's own such as `work-order.filed`, codes of faults such as ECONNRESET,
 * times, revisions of the folder, receivers' fingerprints, and numbers of work orders, which open nothing.
 */
const part =
  '(?:[a-z]+(?:[-.][a-z]+)*|E[A-Z]+|[\\d.:TZ+-]+|[0-9a-f]{64}|webhook-[0-9a-f]{12}|WO-\\w{4}-\\w{4})';
const nameable = new RegExp(`^${part}(?:/${part})*$`);

/**
 * Everything that was said to a desk is in its database, so that need not be listed: texts, fields, names,
 * files, addresses, ids of people, and the keys that sign. Gives each string of it, numbers and times left out.
 */
async function everythingKept(databaseUrl: string): Promise<ReadonlySet<string>> {
  const { db, close } = await openDatabase(databaseUrl, { role: 'cli' });
  try {
    const kept = new Set<string>();
    for (const { name } of await db.introspection.getTables()) {
      if (ofTheDesk.has(name)) continue;
      const { rows } = await sql<object>`select * from ${sql.table(name)}`.execute(db);
      for (const row of rows)
        for (const [column, value] of Object.entries(row))
          if (!ofTheDesk.has(`${name}.${column}`)) collect(value, kept);
    }
    return kept;
  } finally {
    await close();
  }
}

function collect(value: unknown, into: Set<string>): void {
  if (typeof value === 'string') {
    const inside = parsed(value);
    if (inside !== undefined) collect(inside, into);
    else if (value.length >= shortest && !nameable.test(value)) into.add(value);
  } else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    for (const part of Object.values(value)) collect(part, into);
  }
}

function parsed(text: string): object | undefined {
  if (!/^[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What Node says of a library's ways: "will be removed in pg@9.0". */
const nodesOwn = /^\((?:node:\d+\) DeprecationWarning|Use `node --trace)/;

/** What a log must not have, found in it: a value of the database, an address, a secret, a token. */
export function leaksIn(log: string, kept: ReadonlySet<string>): readonly string[] {
  // As it is read: what JSON escapes would be missed.
  const lines = log.split('\n').filter((line) => line !== '' && !nodesOwn.test(line));
  const text = lines.flatMap((line) => [line, ...spoken(line)]).join('\n');
  const values = [...kept].filter((value) => text.includes(value));
  const addresses = text.match(/[\w.+-]+@[\w-]+\.[\w.-]+/g) ?? [];
  const secrets = lines.filter((line) => spoken(line).some((one) => guardSecrets(one).removed.length > 0));
  return [...values, ...addresses, ...secrets];
}

/** Each by itself: beside each other an id that ends in "pw" and a time would be a password. */
const spoken = (line: string): readonly string[] => {
  const { stack: _, ...fields } = Object(parsed(line) ?? {});
  return Object.values(fields).map(String);
};

/** Fails where a log tells anything of what is kept in the database. */
export async function expectNothingPersonal(log: string, databaseUrl: string): Promise<void> {
  expect(leaksIn(log, await everythingKept(databaseUrl))).toEqual([]);
}
