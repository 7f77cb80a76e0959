import type { Database } from './database.ts';

/** A version that no migration has. */
const NONE = -1;

/** Writes and takes it back in one transaction, unseen by others. Throws what any write would throw now. */
export const tryWrite = ({ transaction }: Pick<Database, 'transaction'>): Promise<void> =>
  transaction('normal', async (tx) => {
    await tx.insertInto('schema_version').values({ version: NONE }).execute();
    await tx.deleteFrom('schema_version').where('version', '=', NONE).execute();
  });
