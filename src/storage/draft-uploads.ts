import type { TurnRecord } from '../conversation/stores.ts';
import type { Tx } from './schema.ts';

const DAY = 86_400_000;

/** The files of an open draft stay until it has aged, however often it is touched, and a day more. */
export async function keepDraftUploads(tx: Tx, { draft }: TurnRecord): Promise<void> {
  if (draft === undefined || draft.files.length === 0) return;
  const expires = draft.agesAt + DAY;
  await tx
    .updateTable('uploads')
    .set({ expires })
    .where('id', 'in', draft.files)
    .where('owner_number', 'is', null)
    .where('expires', '<', expires)
    .execute();
}
