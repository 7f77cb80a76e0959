import type { Db } from './schema.ts';

/**
 * A random value that is made once and stays the same after a restart and on every instance; whichever
 * instance writes first wins. `make` gives the value for the first time.
 */
export async function installSecret(db: Db, name: string, make: () => string): Promise<string> {
  await db
    .insertInto('install_secrets')
    .values({ name, value: make() })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const row = await db
    .selectFrom('install_secrets')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return row.value;
}
