import { type RawBuilder, sql } from 'kysely';
import type { Db } from './schema.ts';

/**
 * Lets a requester of one place speak for that of another: somebody proved to read the mailbox of the other's
 * work order. Bound twice, it is once.
 */
export async function bindRequester(db: Db, requesterId: string, boundTo: string): Promise<void> {
  if (requesterId === boundTo) return;
  await db
    .insertInto('requester_bindings')
    .values({ requester_id: requesterId, bound_to: boundTo })
    .onConflict((conflict) => conflict.columns(['requester_id', 'bound_to']).doNothing())
    .execute();
}

/** Whom a requester speaks for: themselves, and those that they are bound to. A part of a query. */
export const spokenFor = (db: Db, requesterId: string | RawBuilder<string>) =>
  db
    .selectNoFrom(sql<string>`${requesterId}`.as('requester_id'))
    .unionAll(
      db
        .selectFrom('requester_bindings')
        .select('bound_to as requester_id')
        .where('requester_id', '=', requesterId),
    );

export const speaksFor = async (db: Db, requesterId: string, owner: string): Promise<boolean> =>
  requesterId === owner ||
  (await spokenFor(db, requesterId).execute()).some((one) => one.requester_id === owner);
