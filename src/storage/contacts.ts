import type { Contact } from '../notifications/changes.ts';
import type { Db, Tx } from './schema.ts';

/**
 * Keeps where a work order's mail goes, in the transaction that files it. It counts as verified where the
 * channel vouches for the address, or its requester has verified it before.
 */
export async function putContact(
  tx: Tx,
  number: string,
  { address, vouched }: { readonly address: string; readonly vouched: boolean },
): Promise<void> {
  const { requester_id, filed_at } = await tx
    .selectFrom('work_orders')
    .select(['requester_id', 'filed_at'])
    .where('number', '=', number)
    .executeTakeFirstOrThrow();
  const verified = vouched ? filed_at : await earlier(tx, requester_id, address);
  await tx
    .insertInto('contacts')
    .values({ number, address, verified_at: verified ?? null })
    .onConflict((conflict) => conflict.column('number').doNothing())
    .execute();
}

async function earlier(tx: Tx, requesterId: string, address: string): Promise<number | undefined> {
  const row = await tx
    .selectFrom('contacts')
    .innerJoin('work_orders', 'work_orders.number', 'contacts.number')
    .select('verified_at')
    .where('address', '=', address)
    .where('requester_id', '=', requesterId)
    .where('verified_at', 'is not', null)
    .executeTakeFirst();
  return row?.verified_at ?? undefined;
}

export async function contactOf(db: Db, number: string): Promise<Contact | undefined> {
  const row = await db
    .selectFrom('contacts')
    .select(['address', 'verified_at'])
    .where('number', '=', number)
    .executeTakeFirst();
  return row && { address: row.address, verifiedAt: row.verified_at ?? undefined };
}

/**
 * The address was confirmed by who reads it: for this work order and the same requester's others. Gives the
 * numbers that were not verified before; empty where the work order's address is another by now.
 */
export async function verifyContact(
  tx: Tx,
  number: string,
  { address, at }: { readonly address: string; readonly at: number },
): Promise<readonly string[]> {
  const owner = await tx
    .selectFrom('contacts')
    .innerJoin('work_orders', 'work_orders.number', 'contacts.number')
    .select('requester_id')
    .where('contacts.number', '=', number)
    .where('address', '=', address)
    .executeTakeFirst();
  if (owner === undefined) return [];
  const rows = await tx
    .updateTable('contacts')
    .set({ verified_at: at })
    .where('address', '=', address)
    .where('verified_at', 'is', null)
    .where('number', 'in', (eb) =>
      eb.selectFrom('work_orders').select('number').where('requester_id', '=', owner.requester_id),
    )
    .returning('number')
    .execute();
  return rows.map((row) => row.number);
}
