import type { Reply } from '../conversation/reply.ts';
import type { Db } from './schema.ts';

export interface LastTurn {
  /** Epoch ms. */
  readonly at: number;
  /** What the requester said, guarded; null for what nobody said. */
  readonly said: string | null;
  /** What the desk said to it. */
  readonly replies: readonly Reply[];
}

/** A conversation's newest turns since a time, epoch ms, `most` at most; the oldest first. */
export async function lastTurns(
  db: Db,
  conversationId: string,
  { most, since = 0 }: { readonly most: number; readonly since?: number },
): Promise<readonly LastTurn[]> {
  const rows = await db
    .selectFrom('turns')
    .select(['at', 'said', 'replies'])
    .where('conversation_id', '=', conversationId)
    .where('at', '>=', since)
    .orderBy('version', 'desc')
    .limit(most)
    .execute();
  return rows.toReversed().map(({ replies, ...turn }) => ({ ...turn, replies: JSON.parse(replies) }));
}
