import { sql } from 'kysely';
import type { Receipt } from '../conversation/command.ts';
import type { Continuity } from '../conversation/continuity.ts';
import { pseudonym } from './question-log.ts';
import type { Db } from './schema.ts';

/** What the desk's figures are made of: times in epoch ms, people and conversations as pseudonyms. */
export interface DeskLog {
  readonly questions: readonly LoggedQuestion[];
  readonly votes: readonly LoggedVote[];
  readonly workOrders: readonly LoggedWorkOrder[];
  readonly forms: readonly LoggedForm[];
  /** Those who wait for an answer to what they asked, whenever that was. */
  readonly waiting: readonly LoggedWaiting[];
}

export interface LoggedQuestion {
  readonly id: string;
  readonly at: number;
  readonly conversation: string;
  /** The conversation's where the log does not know the requester. */
  readonly requester: string;
  /** Guarded of secrets. */
  readonly question: string;
  readonly outcome: 'confident' | 'disambiguation' | 'fallback';
  readonly article: string | undefined;
  readonly confidence: number;
}

/** Somebody left word to be told as soon as there is an answer. */
export interface LoggedWaiting {
  readonly conversation: string;
  readonly question: string;
}

export interface LoggedVote {
  readonly questionId: string | undefined;
  readonly at: number;
  readonly article: string;
  readonly vote: 'helped' | 'not-quite';
}

export interface LoggedWorkOrder {
  readonly number: string;
  readonly type: string;
  readonly at: number;
  readonly conversation: string;
  readonly requester: string;
  /** What was asked and shown before it; undefined for one filed without a conversation. */
  readonly about: { readonly question: string; readonly shown: readonly string[] } | undefined;
  readonly firstResponseDue: number;
  readonly respondedAt: number | undefined;
  readonly resolutionDue: number;
  readonly resolvedAt: number | undefined;
  /** From 1 to 5. */
  readonly rating: number | undefined;
}

export interface LoggedForm {
  readonly type: string;
  readonly openedAt: number;
  readonly touchedAt: number;
  /** The field that was asked last; undefined at the review. */
  readonly asking: string | undefined;
  readonly filed: boolean;
  /** What it became. */
  readonly number: string | undefined;
}

/** Reads what was logged from a time on, epoch ms, oldest first. */
export async function readDeskLog(db: Db, since: number): Promise<DeskLog> {
  return {
    questions: await questionsSince(db, since),
    votes: await votesSince(db, since),
    workOrders: await workOrdersSince(db, since),
    forms: await formsSince(db, since),
    waiting: await waitingNow(db),
  };
}

async function questionsSince(db: Db, since: number): Promise<LoggedQuestion[]> {
  const rows = await db
    .selectFrom('question_log')
    .selectAll()
    .where('at', '>=', since)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map(({ id, at, conversation, requester, question, outcome, article, confidence }) => ({
    ...{ id, at, conversation, question, outcome, confidence },
    requester: requester ?? conversation,
    article: article ?? undefined,
  }));
}

async function waitingNow(db: Db): Promise<LoggedWaiting[]> {
  const rows = await db.selectFrom('awaited_answers').select(['conversation_id', 'question']).execute();
  return rows.map(({ conversation_id, question }) => ({
    conversation: pseudonym(conversation_id),
    question,
  }));
}

async function votesSince(db: Db, since: number): Promise<LoggedVote[]> {
  const rows = await db
    .selectFrom('votes')
    .selectAll()
    .where('at', '>=', since)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map(({ question_id, at, article, vote }) => ({
    ...{ at, article, vote },
    questionId: question_id ?? undefined,
  }));
}

async function workOrdersSince(db: Db, since: number): Promise<LoggedWorkOrder[]> {
  const rows = await db
    .selectFrom('work_orders')
    .leftJoin('continuity', 'continuity.number', 'work_orders.number')
    .selectAll('work_orders')
    .select('continuity.json as continuity')
    .where('filed_at', '>=', since)
    .orderBy('filed_at')
    .execute();
  return rows.map((row) => ({
    number: row.number,
    type: row.type,
    at: row.filed_at,
    conversation: pseudonym(row.conversation_id),
    requester: pseudonym(row.requester_id),
    about: row.continuity === null ? undefined : aboutOf(row.continuity),
    firstResponseDue: row.first_response_due,
    respondedAt: row.responded_at ?? undefined,
    resolutionDue: row.resolution_due,
    resolvedAt: row.resolved_at ?? undefined,
    rating: row.rating ?? undefined,
  }));
}

function aboutOf(json: string): LoggedWorkOrder['about'] {
  const { question, shown }: Continuity = JSON.parse(json);
  return { question, shown: shown.map(({ article }) => article) };
}

async function formsSince(db: Db, since: number): Promise<LoggedForm[]> {
  const rows = await db
    .selectFrom('form_log')
    .leftJoin('commands', (join) => join.on(sql`'file:' || form_log.form_id`, '=', sql.ref('commands.id')))
    .select(['type', 'opened_at', 'at', 'asking', 'commands.id as filing', 'receipt'])
    .where('opened_at', '>=', since)
    .orderBy('opened_at')
    .execute();
  return rows.map(({ type, opened_at, at, asking, filing, receipt }) => ({
    type,
    openedAt: opened_at,
    touchedAt: at,
    asking: asking ?? undefined,
    filed: filing !== null,
    number: receipt === null ? undefined : numberIn(receipt),
  }));
}

function numberIn(json: string): string | undefined {
  const { workOrder }: Partial<Receipt> = JSON.parse(json);
  return workOrder?.number;
}
