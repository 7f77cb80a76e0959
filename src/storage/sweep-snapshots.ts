import type { Db } from './schema.ts';
import { sliceBySlice } from './slice-by-slice.ts';

/** A snapshot where it is kept. */
export interface Kept {
  readonly key: string;
  /** Epoch ms; null where it does not end by itself. */
  readonly expires: number | null;
}

export interface KeptSnapshots {
  /** Some of them behind this key, in the order of their keys. */
  readonly behind: (key: string) => Promise<readonly Kept[]>;
  readonly removeAll: (keys: readonly string[]) => Promise<void>;
}

/**
 * Removes what expired, and what its conversation moved on from: each turn leaves a snapshot, and only the one that
 * the ledger points at is read again. One that the ledger does not know yet may be about to be committed.
 */
export async function sweepSnapshots(db: Db, kept: KeptSnapshots, now: number): Promise<void> {
  let swept = '';
  await sliceBySlice(async () => {
    const slice = await kept.behind(swept);
    const isPassed = await passedOf(db, slice);
    const ended = slice.filter((one) => (one.expires !== null && one.expires < now) || isPassed(one));
    if (ended.length > 0) await kept.removeAll(ended.map(({ key }) => key));
    swept = slice.at(-1)?.key ?? swept;
    return slice.length;
  });
}

async function passedOf(db: Db, slice: readonly Kept[]): Promise<(one: Kept) => boolean> {
  const ids = new Set(slice.flatMap(({ key }) => placeOf(key)?.conversation ?? []));
  if (ids.size === 0) return () => false;
  const query = db.selectFrom('conversations').select(['id', 'version', 'snapshot']);
  const conversations = await query.where('id', 'in', [...ids]).execute();
  const byId = new Map(conversations.map((one) => [one.id, one]));
  return ({ key }) => {
    const place = placeOf(key);
    const conversation = place && byId.get(place.conversation);
    if (conversation === undefined || place === undefined) return false;
    return place.version <= conversation.version && place.snapshot !== conversation.snapshot;
  };
}

/** See `runTurn`, which makes the keys, and Keyv, which puts its namespace before them. */
function placeOf(key: string) {
  const [, snapshot, conversation, version] = /^state:((.*):(\d+):[^:]*)$/su.exec(key) ?? [];
  if (snapshot === undefined || conversation === undefined) return undefined;
  return { snapshot, conversation, version: Number(version) };
}
