import type { Storage } from '../../src/storage/storage.ts';

/** A file as it is kept; undefined where it is not. */
export async function keptUpload({ database }: Pick<Storage, 'database'>, id: string) {
  const kept = database.db.selectFrom('uploads').selectAll().where('id', '=', id);
  const row = await kept.executeTakeFirst();
  return (
    row && {
      requesterId: row.requester_id,
      ownerNumber: row.owner_number ?? undefined,
      content: new Uint8Array(row.content),
    }
  );
}
