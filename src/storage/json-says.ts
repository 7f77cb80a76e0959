import { sql } from 'kysely';

/**
 * Whether a column of JSON text holds this text as a whole value. By `replace`, which both engines have
 * and which minds the case, as `like` of SQLite does not.
 */
export const says = (column: 'payload' | 'receipt' | 'json', value: string) =>
  sql<boolean>`replace(${sql.ref(column)}, ${JSON.stringify(value)}, '') <> ${sql.ref(column)}`;
