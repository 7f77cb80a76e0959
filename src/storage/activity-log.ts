import { sql } from 'kysely';
import type { ActivityLog, AppendedActivity, LoggedActivity } from '../chat/ports.ts';
import { sizes } from '../limits.ts';
import type { Database } from './database.ts';
import type { Instance } from './instance.ts';
import { notWaiting } from './light-write.ts';
import { type Placeholder, prepared } from './prepared.ts';
import type { ActivityRow, Db, Tx } from './schema.ts';

/** How long what another server does not get done holds up what was said after it, ms. */
const PATIENCE = 30_000;
/** What is in this server's own hands for so long, ms, may be there without its knowing: the log's word was lost. */
const FORGOTTEN = 10_000;
/** So many are taken over at a time. */
const TAKEN = 500;

type NewRow = Omit<ActivityRow, 'sequence'>;

/** `now` in epoch ms. */
export function createActivityLog(database: Database, instance: Instance, now: () => number): ActivityLog {
  const { db } = database;
  const statements = statementsOf(db);
  return {
    append: (conversationId, json, { id, processed = false }) => {
      const flags = { processed: processed ? 1 : 0, owner: instance.id, at: now() };
      return append(database, statements, instance, { conversation_id: conversationId, json, id, ...flags });
    },
    since: (conversationId, watermark) => since(db, conversationId, watermark),
    exists: async (conversationId) => {
      const logged = db.selectFrom('activity_log').select('sequence');
      const first = logged.where('conversation_id', '=', conversationId).limit(1);
      return (await first.executeTakeFirst()) !== undefined;
    },
    takeOver: () => takeOver(database, instance, now()),
    isAhead: (conversationId, sequence) =>
      isAhead(db, instance, { conversationId, sequence, after: now() - PATIENCE }),
    markProcessed: async (conversationId, id) => {
      await statements.markProcessed(db, { conversationId, id });
    },
    onLogged: instance.onLogged,
  };
}

type Statements = ReturnType<typeof statementsOf>;

/** What everything that is said in the web chat writes. */
const statementsOf = (db: Db) => ({
  count: prepared((value: Placeholder<{ id: string }>) =>
    db
      .insertInto('conversations')
      .values({ id: value('id'), version: 0, snapshot: null, logged: 1 })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet({ logged: sql<number>`conversations.logged + 1` }),
      )
      .returning('logged'),
  ),
  insert: prepared((value: Placeholder<ActivityRow>) =>
    db
      .insertInto('activity_log')
      .values({
        conversation_id: value('conversation_id'),
        sequence: value('sequence'),
        id: value('id'),
        json: value('json'),
        processed: value('processed'),
        owner: value('owner'),
        at: value('at'),
      })
      .onConflict((conflict) => conflict.columns(['conversation_id', 'id']).doNothing())
      .returning('sequence'),
  ),
  markProcessed: prepared((value: Placeholder<{ conversationId: string; id: string }>) =>
    db
      .updateTable('activity_log')
      .set({ processed: 1 })
      .where('conversation_id', '=', value('conversationId'))
      .where('id', '=', value('id')),
  ),
});

async function append(
  database: Database,
  statements: Statements,
  instance: Instance,
  row: NewRow,
): Promise<AppendedActivity> {
  const appended =
    database.dialect === 'postgres'
      ? await appendAtOnce(database.db, instance, row)
      : await database.transaction('normal', (tx) => appendInSteps(tx, statements, row));
  if (appended !== undefined) return { ...appended, fresh: true };
  return { sequence: await sequenceOf(database.db, row), fresh: false, ahead: false };
}

type Inserted = Pick<AppendedActivity, 'sequence' | 'ahead'>;

/**
 * undefined where the id is there. The count is held until the commit, so that sequence numbers become
 * visible in order: a client that polls between two commits would else move its watermark past the slower
 * one and never see it.
 */
async function appendInSteps(tx: Tx, statements: Statements, row: NewRow): Promise<Inserted | undefined> {
  const [counted] = (await statements.count(tx, { id: row.conversation_id })).rows;
  if (counted === undefined) throw new Error('A conversation was not counted on.');
  const [inserted] = (await statements.insert(tx, { ...row, sequence: counted.logged })).rows;
  // On SQLite there is no other server.
  return inserted && { ...inserted, ahead: false };
}

/**
 * The same as one statement: on Postgres each step would be a way there and back, twice in every turn. What
 * somebody said waits for the disk, since it is not said again; replies come again with their turn.
 */
async function appendAtOnce(db: Db, instance: Instance, row: NewRow): Promise<Inserted | undefined> {
  const { conversation_id, id, json, processed, owner, at } = row;
  const { rows } = await sql<Inserted>`
    with quick as (select case when ${processed}::int = 1 then ${notWaiting} end),
    counted as (
      insert into conversations (id, version, logged) select ${conversation_id}, 0, 1 from quick
      on conflict (id) do update set logged = conversations.logged + 1
      returning logged
    )
    insert into activity_log (conversation_id, sequence, id, json, processed, owner, at)
    select ${conversation_id}, logged, ${id}, ${json}, ${processed}, ${owner}, ${at} from counted
    on conflict (conversation_id, id) do nothing
    returning sequence, ${instance.tell(conversation_id)}, exists (
      select from activity_log
      where conversation_id = ${conversation_id} and processed = 0 and owner <> ${owner} and at > ${at - PATIENCE}
    ) as ahead`.execute(db);
  return rows[0] && { sequence: rows[0].sequence, ahead: rows[0].ahead };
}

async function sequenceOf(db: Db, { conversation_id, id }: NewRow): Promise<number> {
  const row = await db
    .selectFrom('activity_log')
    .select('sequence')
    .where('conversation_id', '=', conversation_id)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return row.sequence;
}

/** Activities that one look reads: of a long one the newest alone may be more than can be handed on. */
const LOOK = 100;

/**
 * Who goes on talking for days makes a conversation of any length, and has it read as often as they like. The
 * oldest is left out and not sent later: Microsoft's client mixes what comes in two parts.
 */
async function since(db: Db, conversationId: string, watermark: number): Promise<readonly LoggedActivity[]> {
  const logged: LoggedActivity[] = [];
  let characters = 0;
  for (;;) {
    const rows = await newest(db, conversationId, watermark, logged.at(-1)?.sequence);
    for (const row of rows) {
      characters += row.json.length;
      if (logged.length > 0 && characters > sizes.historyCharacters) return logged.reverse();
      logged.push(toLogged(row));
    }
    if (rows.length < LOOK || logged.length >= sizes.history) return logged.reverse();
  }
}

const newest = (db: Db, conversationId: string, after: number, before: number | undefined) =>
  db
    .selectFrom('activity_log')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('sequence', '>', after)
    .$if(before !== undefined, (query) => query.where('sequence', '<', before ?? 0))
    .orderBy('sequence', 'desc')
    .limit(LOOK)
    .execute();

async function takeOver(
  { db, dialect }: Database,
  { id, others }: Instance,
  now: number,
): Promise<readonly LoggedActivity[]> {
  const left = db
    .selectFrom('activity_log')
    .select(['conversation_id', 'sequence'])
    .where('processed', '=', 0)
    .where((eb) =>
      eb.or([
        eb('owner', 'is', null),
        eb.and([eb('owner', '<>', id), sql<boolean>`owner not in ${others}`]),
        eb.and([
          eb('owner', '=', id),
          // Ahead of now: the clock was set back since.
          eb.or([eb('at', '<', now - FORGOTTEN), eb('at', '>', now + FORGOTTEN)]),
        ]),
      ]),
    )
    .orderBy('at')
    .orderBy('conversation_id')
    .orderBy('sequence');
  // Most looks find nothing, and a look takes no write lock.
  if ((await left.limit(1).executeTakeFirst()) === undefined) return [];
  const rows = await db
    .with('left_behind', () =>
      left.limit(TAKEN).$if(dialect === 'postgres', (query) => query.forUpdate().skipLocked()),
    )
    .updateTable('activity_log')
    .set({ owner: id })
    .where(sql<boolean>`(conversation_id, sequence) in (select conversation_id, sequence from left_behind)`)
    .returningAll()
    .execute();
  return rows.toSorted((a, b) => a.at - b.at || a.sequence - b.sequence).map(toLogged);
}

async function isAhead(
  db: Db,
  { id }: Instance,
  of: { readonly conversationId: string; readonly sequence: number; readonly after: number },
): Promise<boolean> {
  const before = await db
    .selectFrom('activity_log')
    .select('sequence')
    .where('conversation_id', '=', of.conversationId)
    .where('processed', '=', 0)
    .where('sequence', '<', of.sequence)
    .where('owner', '<>', id)
    .where('at', '>', of.after)
    .limit(1)
    .executeTakeFirst();
  return before !== undefined;
}

function toLogged(row: ActivityRow): LoggedActivity {
  return { conversationId: row.conversation_id, sequence: row.sequence, id: row.id, activity: row.json };
}
