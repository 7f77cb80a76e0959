import { type Invalid, invalid } from '../fields/problem.ts';
import type { Secret } from '../secret-guard.ts';
import { judgeFile } from './judge-file.ts';
import type { Upload } from './upload.ts';

export interface SentFile {
  /** Random, 128 bits or more, as randomUUID writes them. */
  readonly id: string;
  /** Only this requester can make it part of a work order. */
  readonly requesterId: string;
  readonly name: string;
  readonly content: Uint8Array;
  /** Epoch ms; once part of a work order it stays. */
  readonly expiresAt: number;
}

/** Keeps files until they become part of a work order, or expire. */
export interface UploadStore {
  /** Undefined where as much of this requester's, or of everybody's, waits already as is kept. */
  readonly put: (file: SentFile & { readonly contentType: string }) => Promise<Upload | undefined>;
}

/** `removed`: secrets in its name or its text, which the requester is to be told of. */
export type KeptFile = { readonly removed: readonly Secret[] } & (
  | { readonly kind: 'kept'; readonly upload: Upload }
  | { readonly kind: 'refused'; readonly why: Invalid }
);

/** Judges what somebody sent and keeps it under the name and type that its content bears out. */
export async function keepFile(store: UploadStore, file: SentFile): Promise<KeptFile> {
  const verdict = await judgeFile(file.name, file.content);
  if (verdict.kind === 'refused') return verdict;
  const { name, contentType, removed } = verdict;
  const upload = await store.put({ ...file, name, contentType });
  return upload === undefined
    ? { kind: 'refused', why: invalid('file-no-room', { name }), removed }
    : { kind: 'kept', upload, removed };
}
