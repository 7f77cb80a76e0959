import type { TurnRecord } from '../conversation/stores.ts';
import type { Tx } from './schema.ts';

/** Those that the requester sent, that no work order has and that are still there: the others are left out. */
export async function ownUploads(
  tx: Tx,
  ids: readonly string[],
  { requesterId, at }: TurnRecord,
): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .selectFrom('uploads')
    .select('id')
    .where('id', 'in', ids)
    .where('requester_id', '=', requesterId)
    .where('owner_number', 'is', null)
    .where('expires', '>', at)
    .execute();
  const own = rows.map(({ id }) => id);
  return ids.filter((id) => own.includes(id));
}

/** From now on they are kept as long as the work order is. */
export async function giveUploads(tx: Tx, ids: readonly string[], number: string): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable('uploads')
    .set({ owner_number: number, expires: null })
    .where('id', 'in', ids)
    .execute();
}
