import type { Db } from './schema.ts';

/** Where one requester left something. */
export interface Traces {
  readonly requesterId: string;
  readonly numbers: readonly string[];
  /** Of this requester alone. */
  readonly conversations: readonly string[];
  /** In which others took part too. */
  readonly shared: readonly string[];
  /** The requesters that this one was shown to be, and those shown to be this one. */
  readonly alsoKnownAs: readonly string[];
}

export async function tracesOf(db: Db, requesterId: string): Promise<Traces> {
  const conversations = await conversationsOf(db, requesterId);
  const others = await sharedAmong(db, conversations, requesterId);
  return {
    requesterId,
    numbers: await numbersOf(db, requesterId),
    conversations: conversations.filter((id) => !others.has(id)),
    shared: conversations.filter((id) => others.has(id)),
    alsoKnownAs: await boundTo(db, requesterId),
  };
}

async function numbersOf(db: Db, requesterId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('work_orders')
    .select('number')
    .where('requester_id', '=', requesterId)
    .orderBy('filed_at')
    .orderBy('number')
    .execute();
  return rows.map(({ number }) => number);
}

async function conversationsOf(db: Db, requesterId: string): Promise<readonly string[]> {
  const spoken = await db
    .selectFrom('turns')
    .select('conversation_id as id')
    .where('requester_id', '=', requesterId)
    .union(
      db.selectFrom('work_orders').select('conversation_id as id').where('requester_id', '=', requesterId),
    )
    .union(
      db
        .selectFrom('commands')
        .select('scope as id')
        .where('requester_id', '=', requesterId)
        .where('scope', '!=', ''),
    )
    .execute();
  return spoken.map(({ id }) => id).sort();
}

async function sharedAmong(
  db: Db,
  conversations: readonly string[],
  requesterId: string,
): Promise<ReadonlySet<string>> {
  if (conversations.length === 0) return new Set();
  const rows = await db
    .selectFrom('turns')
    .select('conversation_id')
    .distinct()
    .where('conversation_id', 'in', conversations)
    .where('requester_id', 'is not', null)
    .where('requester_id', '!=', requesterId)
    .execute();
  return new Set(rows.map(({ conversation_id }) => conversation_id));
}

async function boundTo(db: Db, requesterId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('requester_bindings')
    .selectAll()
    .where((eb) => eb.or([eb('requester_id', '=', requesterId), eb('bound_to', '=', requesterId)]))
    .execute();
  const known = rows.map((row) => (row.requester_id === requesterId ? row.bound_to : row.requester_id));
  return [...new Set(known)].sort();
}
