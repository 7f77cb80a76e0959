import { type KeptFile, keepFile, type UploadStore } from '../work-orders/files/keep-file.ts';

/** Until a file that neither a draft nor a work order took is dropped, ms. */
const KEPT = 8 * 86_400_000;

export interface KeepOptions {
  readonly uploads: UploadStore;
  /** Random, 128 bits or more. */
  readonly newId: () => string;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Keeps a file that a requester sent with a message. */
export const keepSentFile = (
  { uploads, newId, now }: KeepOptions,
  requesterId: string,
  file: { readonly name: string; readonly content: Uint8Array },
): Promise<KeptFile> => keepFile(uploads, { ...file, id: newId(), requesterId, expiresAt: now() + KEPT });
