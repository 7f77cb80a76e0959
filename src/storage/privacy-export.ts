import type { PersonalData } from '../staff/ports.ts';
import { type Traces, tracesOf } from './privacy-traces.ts';
import { pseudonym } from './question-log.ts';
import type { Db } from './schema.ts';
import type { Snapshots } from './snapshots.ts';
import { findWorkOrder } from './staff-work-order.ts';

const iso = (at: number): string => new Date(at).toISOString();

/** Everything that is kept of one requester, as JSON; undefined where that is nothing. */
export async function exportRequester(
  db: Db,
  snapshots: Snapshots,
  requesterId: string,
  now: number,
): Promise<PersonalData | undefined> {
  const traces = await tracesOf(db, requesterId);
  const attachments = await filesOf(db, traces);
  const conversations = [];
  for (const id of traces.conversations) conversations.push(await conversation(db, snapshots, id));
  for (const id of traces.shared) conversations.push(await ownPart(db, id, requesterId));
  const workOrders = [];
  for (const number of traces.numbers) workOrders.push(await wholeWorkOrder(db, number, now));
  if (workOrders.length + attachments.length + conversations.length + traces.alsoKnownAs.length === 0)
    return undefined;
  return {
    requester: requesterId,
    exportedAt: iso(now),
    alsoKnownAs: traces.alsoKnownAs,
    workOrders,
    attachments,
    conversations,
  };
}

async function wholeWorkOrder(db: Db, number: string, now: number) {
  const found = await findWorkOrder(db, number, now);
  if (found === undefined)
    throw new Error(`The work order ${number} was deleted while it was exported; try again.`);
  const { allowed: _, ...told } = found;
  return told;
}

/** Filed ones and those that wait to be. */
async function filesOf(db: Db, { requesterId, numbers }: Traces): Promise<PersonalData['attachments']> {
  const rows = await db
    .selectFrom('uploads')
    .selectAll()
    .where((eb) =>
      eb.or([
        eb('requester_id', '=', requesterId),
        ...(numbers.length === 0 ? [] : [eb('owner_number', 'in', numbers)]),
      ]),
    )
    .orderBy('id')
    .execute();
  return rows.map(({ id, name, type, bytes, owner_number, content }) => ({
    ...{ id, name, contentType: type, bytes, workOrder: owner_number },
    content: Buffer.from(new Uint8Array(content)).toString('base64'),
  }));
}

async function conversation(db: Db, snapshots: Snapshots, id: string) {
  const pointer = await db
    .selectFrom('conversations')
    .select('snapshot')
    .where('id', '=', id)
    .executeTakeFirst();
  const state = pointer?.snapshot == null ? undefined : await snapshots.read(pointer.snapshot);
  return {
    id,
    turns: await turnsOf(db, id),
    activities: await activitiesOf(db, id),
    state: state ?? null,
    questions: await questionsOf(db, id),
    awaitedAnswers: await awaitedIn(db, id),
    reference: (await referenceOf(db, id)) ?? null,
  };
}

/** Of a conversation with others, only what this requester said and was answered. */
const ownPart = async (db: Db, id: string, requesterId: string) => ({
  id,
  turns: await turnsOf(db, id, requesterId),
  awaitedAnswers: await awaitedIn(db, id, requesterId),
});

async function turnsOf(db: Db, conversationId: string, requesterId?: string) {
  const rows = await db
    .selectFrom('turns')
    .select(['at', 'said', 'replies'])
    .where('conversation_id', '=', conversationId)
    .$if(requesterId !== undefined, (query) => query.where('requester_id', '=', requesterId ?? ''))
    .orderBy('version')
    .execute();
  return rows.map(({ at, said, replies }) => ({ at: iso(at), said, replies: parsed(replies) }));
}

async function awaitedIn(db: Db, conversationId: string, requesterId?: string) {
  const rows = await db
    .selectFrom('awaited_answers')
    .select(['at', 'question'])
    .where('conversation_id', '=', conversationId)
    .$if(requesterId !== undefined, (query) => query.where('requester_id', '=', requesterId ?? ''))
    .orderBy('at')
    .execute();
  return rows.map(({ at, question }) => ({ at: iso(at), question }));
}

async function activitiesOf(db: Db, conversationId: string) {
  const rows = await db
    .selectFrom('activity_log')
    .select(['at', 'json'])
    .where('conversation_id', '=', conversationId)
    .orderBy('sequence')
    .execute();
  return rows.map(({ at, json }) => ({ at: iso(at), activity: parsed(json) }));
}

async function questionsOf(db: Db, conversationId: string) {
  const rows = await db
    .selectFrom('question_log')
    .select(['at', 'question', 'outcome', 'article'])
    .where('conversation', '=', pseudonym(conversationId))
    .orderBy('at')
    .execute();
  return rows.map(({ at, ...question }) => ({ at: iso(at), ...question }));
}

async function referenceOf(db: Db, conversationId: string): Promise<unknown> {
  const row = await db
    .selectFrom('conversation_references')
    .select('reference')
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst();
  return row && parsed(row.reference);
}

function parsed(json: string): unknown {
  return JSON.parse(json);
}
