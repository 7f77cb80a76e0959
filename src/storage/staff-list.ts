import { setImmediate } from 'node:timers/promises';
import { type SelectQueryBuilder, sql } from 'kysely';
import type { ListOutcome, ListRequest, Sort, WorkOrderFilter, WorkOrderSummary } from '../staff/ports.ts';
import type { Db, Schema, WorkOrderRow } from './schema.ts';
import { folded } from './staff-search-text.ts';
import { toSummary } from './staff-work-order.ts';

/** What one look fetches of an export, or searches. */
const CHUNK = 500;
/** Words of a search beyond these say nothing more. */
const WORDS = 12;

type Query = SelectQueryBuilder<Schema, 'work_orders', WorkOrderRow>;

/** Where a page ended: by the values of its order, so that what comes in between moves nothing. */
interface Position {
  readonly sort: Sort;
  readonly at: number;
  readonly number: string;
}

/** One page; `now` in epoch ms decides what is overdue. */
export async function listWorkOrders(db: Db, request: ListRequest, now: number): Promise<ListOutcome> {
  const { sort, limit, cursor } = request;
  const after = cursor === undefined ? undefined : readCursor(cursor, sort);
  if (after === 'bad') return { kind: 'bad-cursor' };
  const rows: WorkOrderRow[] = [];
  for await (const row of found(db, request, { sort, now, after, most: limit + 1 })) {
    rows.push(row);
    if (rows.length > limit) break;
  }
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    kind: 'page',
    workOrders: shown.map((row) => toSummary(row, now)),
    next: rows.length > limit && last !== undefined ? writeCursor(positionOf(last, sort)) : null,
  };
}

/** All of them: the whole is never in memory here. */
export async function* allWorkOrders(
  db: Db,
  filter: WorkOrderFilter,
  sort: Sort,
  now: number,
): AsyncGenerator<WorkOrderSummary> {
  for await (const row of found(db, filter, { sort, now })) yield toSummary(row, now);
}

interface Look {
  readonly sort: Sort;
  readonly now: number;
  readonly after?: Position | undefined;
  /** No more than so many are wanted. */
  readonly most?: number;
}

/**
 * In order, in chunks, and in a search the words are looked for chunk by chunk: SQLite answers within the
 * call, and a rare word sought in all work orders at once would hold every conversation.
 */
async function* found(
  db: Db,
  filter: WorkOrderFilter,
  { sort, now, after, most = CHUNK }: Look,
): AsyncGenerator<WorkOrderRow> {
  const words = folded(filter.q ?? '')
    .split(' ')
    .filter(Boolean)
    .slice(0, WORDS);
  const chunk = words.length === 0 ? Math.min(most, CHUNK) : CHUNK;
  let from = after;
  for (;;) {
    const rows = await ordered(filtered(db, filter, now), sort, from)
      .limit(chunk)
      .execute();
    yield* await saying(db, rows, words);
    const last = rows.at(-1);
    if (rows.length < chunk || last === undefined) return;
    from = positionOf(last, sort);
    await setImmediate();
  }
}

function filtered(db: Db, filter: WorkOrderFilter, now: number): Query {
  const { status, queue, priority, type, assignee, requester, overdue } = filter;
  let query: Query = db.selectFrom('work_orders').selectAll();
  if (status !== undefined) query = query.where('status', 'in', status);
  if (queue !== undefined) query = query.where('queue', 'in', queue);
  if (priority !== undefined) query = query.where('priority', 'in', priority);
  if (type !== undefined) query = query.where('type', 'in', type);
  if (requester !== undefined) query = query.where('requester_id', '=', requester);
  if (assignee !== undefined) query = takenBy(query, assignee);
  if (overdue !== undefined) query = overdueIs(query, overdue, now);
  return query;
}

const takenBy = (query: Query, names: readonly string[]): Query =>
  query.where((eb) =>
    eb.or([...(names.includes('none') ? [eb('assignee', 'is', null)] : []), eb('assignee', 'in', names)]),
  );

/** The clock stands still while `paused_at` is set; see `isOverdue`, which says the same of one row. */
const overdueIs = (query: Query, wanted: boolean, now: number): Query =>
  query.where((eb) => {
    const overdue = eb.and([
      eb('paused_at', 'is', null),
      eb.or([
        eb('resolution_due', '<', now),
        eb.and([eb('responded_at', 'is', null), eb('first_response_due', '<', now)]),
      ]),
    ]);
    return wanted ? overdue : eb.not(overdue);
  });

/** Those of the rows whose texts have every word, each in any of them. */
async function saying(
  db: Db,
  rows: readonly WorkOrderRow[],
  words: readonly string[],
): Promise<readonly WorkOrderRow[]> {
  let left = rows;
  for (const word of words) {
    if (left.length === 0) return left;
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    const texts = await db
      .selectFrom('work_order_texts')
      .select('number')
      .distinct()
      .where(
        'number',
        'in',
        left.map(({ number }) => number),
      )
      .where(sql<boolean>`text like ${pattern} escape '\\'`)
      .execute();
    const numbers = new Set(texts.map(({ number }) => number));
    left = left.filter(({ number }) => numbers.has(number));
  }
  return left;
}

function ordered(query: Query, sort: Sort, after: Position | undefined): Query {
  const column = sort === 'due' ? 'resolution_due' : 'filed_at';
  const direction = sort === 'newest' ? 'desc' : 'asc';
  const beyond = sort === 'newest' ? '<' : '>';
  const inOrder = query.orderBy(column, direction).orderBy('number', direction);
  if (after === undefined) return inOrder;
  return inOrder.where((eb) =>
    eb.or([
      eb(column, beyond, after.at),
      eb.and([eb(column, '=', after.at), eb('number', beyond, after.number)]),
    ]),
  );
}

const positionOf = (row: WorkOrderRow, sort: Sort): Position => ({
  sort,
  at: sort === 'due' ? row.resolution_due : row.filed_at,
  number: row.number,
});

const writeCursor = ({ sort, at, number }: Position): string =>
  Buffer.from(`${sort} ${at} ${number}`).toString('base64url');

/** A cursor of another order would skip and repeat: it is as bad as none of ours. */
function readCursor(cursor: string, sort: Sort): Position | 'bad' {
  const written = Buffer.from(cursor, 'base64url').toString('utf8');
  const [, order, at, number] = /^([a-z]+) (\d{1,15}) ([A-Z0-9-]{1,40})$/.exec(written) ?? [];
  if (order !== sort || at === undefined || number === undefined) return 'bad';
  return { sort, at: Number(at), number };
}
