import type { Upload } from '../conversation/message.ts';
import { sizes } from '../limits.ts';
import type { UploadStore } from '../work-orders/files/keep-file.ts';
import type { Db, UploadRow } from './schema.ts';
import { sliceBySlice } from './slice-by-slice.ts';
import { storable } from './text.ts';

export type NewUpload = Parameters<UploadStore['put']>[0];

/** How much may wait for a work order. Filed uploads do not count: they are kept as long as it is. */
export interface UploadQuota {
  /** Of one requester. */
  readonly files: number;
  readonly bytes: number;
  /** Of all together: who makes up requesters fills no disk. */
  readonly totalBytes: number;
}

const defaultQuota: UploadQuota = {
  files: sizes.waitingFiles,
  bytes: sizes.waitingBytes,
  totalBytes: sizes.waitingBytesOfAll,
};

/** Files people sent: rows, so that one URL moves everything. */
export interface Uploads extends UploadStore {
  /** Removes what expired without becoming part of a work order; gives the number removed. */
  readonly sweep: () => Promise<number>;
}

/** `now` in epoch ms. */
export function createUploads(db: Db, now: () => number, quota: UploadQuota = defaultQuota): Uploads {
  return {
    put: (upload) => put(db, quota, upload, now()),
    sweep: () => sliceBySlice(() => removeExpired(db, now())),
  };
}

/** Uploads that come at the same moment may pass the quota together, by no more than themselves. */
async function put(db: Db, quota: UploadQuota, upload: NewUpload, now: number): Promise<Upload | undefined> {
  if (!(await hasRoom(db, quota, upload, now))) return undefined;
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

async function hasRoom(
  db: Db,
  quota: UploadQuota,
  { requesterId, content }: NewUpload,
  now: number,
): Promise<boolean> {
  const waiting = db.selectFrom('uploads').where('owner_number', 'is', null).where('expires', '>', now);
  const sums = waiting.select((eb) => [eb.fn.countAll().as('files'), eb.fn.sum('bytes').as('bytes')]);
  const own = await sums.where('requester_id', '=', requesterId).executeTakeFirstOrThrow();
  const all = await sums.executeTakeFirstOrThrow();
  const bytes = content.byteLength;
  return (
    Number(own.files) < quota.files &&
    Number(own.bytes ?? 0) + bytes <= quota.bytes &&
    Number(all.bytes ?? 0) + bytes <= quota.totalBytes
  );
}

/** So many files are removed in one go: each may be large. */
const SLICE = 20;

async function removeExpired(db: Db, now: number): Promise<number> {
  const some = db.selectFrom('uploads').select('id').where('expires', '<=', now).limit(SLICE);
  const { numDeletedRows } = await db.deleteFrom('uploads').where('id', 'in', some).executeTakeFirst();
  return Number(numDeletedRows);
}

function toUpload(row: Omit<UploadRow, 'content'>): Upload {
  return { id: row.id, name: row.name, contentType: row.type, bytes: row.bytes };
}
