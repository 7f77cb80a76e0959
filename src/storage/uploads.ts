import type { Upload } from '../conversation/message.ts';
import type { Db, UploadRow } from './schema.ts';
import { storable } from './text.ts';

export interface NewUpload {
  /** Random, 128 bits or more. */
  readonly id: string;
  /** Only this requester can make it part of a work order. */
  readonly requesterId: string;
  readonly name: string;
  readonly contentType: string;
  readonly content: Uint8Array;
  /** Epoch ms; once part of a work order it stays. */
  readonly expiresAt: number;
}

export interface StoredUpload extends Upload {
  readonly requesterId: string;
  /** The work order it is part of. */
  readonly ownerNumber: string | undefined;
  readonly content: Uint8Array;
}

/** Files people sent: rows, so that one URL moves everything. */
export interface Uploads {
  readonly put: (upload: NewUpload) => Promise<Upload>;
  /** Undefined once expired. */
  readonly get: (id: string) => Promise<StoredUpload | undefined>;
  /** Removes what expired without becoming part of a work order; gives the number removed. */
  readonly sweep: () => Promise<number>;
}

/** `now` in epoch ms. */
export function createUploads(db: Db, now: () => number): Uploads {
  return {
    put: (upload) => put(db, upload),
    get: (id) => get(db, id, now()),
    sweep: () => sweep(db, now()),
  };
}

async function put(db: Db, upload: NewUpload): Promise<Upload> {
  const row = {
    id: upload.id,
    requester_id: upload.requesterId,
    name: storable(upload.name),
    type: storable(upload.contentType),
    bytes: upload.content.byteLength,
    content: upload.content,
    owner_number: null,
    expires: upload.expiresAt,
  };
  await db.insertInto('uploads').values(row).execute();
  return toUpload(row);
}

async function get(db: Db, id: string, now: number): Promise<StoredUpload | undefined> {
  const row = await db
    .selectFrom('uploads')
    .selectAll()
    .where('id', '=', id)
    .where((eb) => eb.or([eb('expires', 'is', null), eb('expires', '>', now)]))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    ...toUpload(row),
    requesterId: row.requester_id,
    ownerNumber: row.owner_number ?? undefined,
    content: new Uint8Array(row.content),
  };
}

async function sweep(db: Db, now: number): Promise<number> {
  const result = await db.deleteFrom('uploads').where('expires', '<=', now).executeTakeFirst();
  return Number(result.numDeletedRows);
}

function toUpload(row: Omit<UploadRow, 'content'>): Upload {
  return { id: row.id, name: row.name, contentType: row.type, bytes: row.bytes };
}
