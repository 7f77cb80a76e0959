import type { ColumnType, Generated, Kysely, Transaction } from 'kysely';
import type { Priority, Status } from '../work-orders/work-order.ts';

/**
 * The tables, the same on both engines. Times are epoch milliseconds, flags are 0 or 1 (SQLite has no
 * booleans), and what is read only as a whole is JSON text.
 */
export interface Schema {
  conversations: ConversationTable;
  turns: TurnTable;
  commands: CommandRow;
  work_orders: WorkOrderRow;
  work_order_events: WorkOrderEventRow;
  type_definitions: { hash: string; definition: string };
  question_log: QuestionRow;
  form_log: FormRow;
  votes: VoteRow;
  awaited_answers: AwaitedAnswerRow;
  outbox: OutboxTable;
  contacts: ContactRow;
  disabled_webhooks: { destination: string; at: number };
  activity_log: ActivityRow;
  uploads: UploadRow;
  /** With a person: the bot is silent. */
  handoffs: { conversation_id: string; at: number };
  /** JSON: how a channel's conversation is reached, and its last card with buttons. */
  conversation_references: { conversation_id: string; reference: string; card: string | null; at: number };
  requester_bindings: { requester_id: string; bound_to: string };
  /** JSON: what a work order brings along from its conversation. */
  continuity: { number: string; json: string };
  /** What staff search in, folded: one row an event that says something. */
  work_order_texts: { number: string; version: number; text: string };
  staff_requests: StaffRequestRow;
  /** JSON figures of what was erased, and by whom; not whose it was. */
  erasures: { id: string; at: number; actor: string; figures: string };
  install_secrets: { name: string; value: string };
  schema_version: { version: number };
}

export type Db = Kysely<Schema>;
export type Tx = Transaction<Schema>;

export interface ConversationTable {
  id: string;
  version: number;
  snapshot: string | null;
  /** Counts what was logged in it: the last sequence number of its activities. */
  logged: Generated<number>;
}

export interface TurnRow {
  conversation_id: string;
  message_id: string;
  at: number;
  /** The conversation's version that this turn made. */
  version: number;
  /** JSON: the replies as sent. */
  replies: string;
  /** What the requester said, guarded; null for what nobody said. */
  said: string | null;
  /** Whose turn it was: a conversation may have several people. Null in turns of before. */
  requester_id: string | null;
  /** The server that took it and sends its replies where a channel hears them apart; null: nobody does now. */
  sender: number | null;
}

export interface TurnTable extends TurnRow {
  /** 1: a channel that hears replies apart took them. */
  sent: Generated<number>;
}

export interface CommandRow {
  /** Empty for a filing, whose id is random; else the conversation, since message ids are unique only there. */
  scope: string;
  id: string;
  requester_id: string;
  /** JSON; null only inside the transaction that executes the command. */
  receipt: string | null;
}

/** A request of staff that was carried out, so that its retry is not. */
export interface StaffRequestRow {
  actor: string;
  /** The Idempotency-Key. */
  key: string;
  /** SHA-256 of the request, hex. */
  hash: string;
  /** JSON; null only inside the transaction that carries it out. */
  receipt: string | null;
  at: number;
}

export interface WorkOrderRow {
  number: string;
  type: string;
  type_title: string;
  type_hash: string;
  requester_id: string;
  conversation_id: string;
  status: Status;
  priority: Priority;
  queue: string;
  /** JSON: values by field id. */
  fields: string;
  subject: string;
  filed_at: number;
  first_response_due: number;
  resolution_due: number;
  updated_at: number;
  version: number;
  assignee: string | null;
  paused_at: number | null;
  responded_at: number | null;
  resolved_at: number | null;
  /** JSON: the targets warned of, and those missed. */
  warned: string | null;
  breached: string | null;
  rating: number | null;
  rating_comment: string | null;
  follow_up_of: string | null;
  /** JSON: what other help desks call it. */
  references_elsewhere: string | null;
}

export interface WorkOrderEventRow {
  number: string;
  version: number;
  at: number;
  actor_role: 'requester' | 'staff' | 'desk';
  actor_id: string;
  /** JSON. */
  change: string;
}

export interface QuestionRow {
  id: string;
  at: number;
  /** A hash: enough to keep a vote beside its question, not enough to find the requester. */
  conversation: string;
  question: string;
  outcome: 'confident' | 'disambiguation' | 'fallback';
  article: string | null;
  confidence: number;
  runner_up: string | null;
  revision: string;
  /** A hash, as of the conversation: enough to count people. Null in questions of before. */
  requester: string | null;
  /** JSON: what of the question the article has, and what each ranker gave. */
  why: string | null;
}

/** Where a form stands, or was left; whether it was filed is known by its command. Nobody's name is in it. */
export interface FormRow {
  form_id: string;
  type: string;
  opened_at: number;
  at: number;
  /** The field that was asked last; null at the review. */
  asking: string | null;
}

export interface VoteRow {
  id: string;
  at: number;
  conversation: string;
  /** The newest question of the conversation that this article answered. */
  question_id: string | null;
  article: string;
  vote: 'helped' | 'not-quite';
}

/** Somebody who wants to be told when the desk can answer a question. */
export interface AwaitedAnswerRow {
  id: string;
  at: number;
  conversation_id: string;
  requester_id: string;
  /** Guarded. */
  question: string;
  /** JSON: ids of the articles that did not help. */
  refused: string;
  lang: string | null;
  zone: string | null;
}

export interface OutboxRow {
  id: string;
  kind: string;
  /** JSON. */
  payload: string;
  not_before: number;
  attempt: number;
  /** Until when a relay works on it. */
  lease: number;
  /** Nothing more is to be done: it was delivered, or it is dead. */
  done: number;
  /** Why the last attempt failed. */
  error: string | null;
}

export interface OutboxTable extends OutboxRow {
  lease_owner: string | null;
  /** Counts the claims: only who made the last one may settle it. */
  fence: Generated<number>;
  /** Given up. */
  dead: Generated<number>;
}

export interface ContactRow {
  number: string;
  address: string;
  verified_at: number | null;
}

export interface ActivityRow {
  conversation_id: string;
  sequence: number;
  id: string;
  json: string;
  processed: number;
  at: number;
  /** The server that has it in hand; see Instance. Null in activities of before. */
  owner: number | null;
}

export interface UploadRow {
  id: string;
  requester_id: string;
  name: string;
  type: string;
  bytes: number;
  /** libsql gives an ArrayBuffer, pg a Buffer. */
  content: ColumnType<Uint8Array | ArrayBuffer, Uint8Array, Uint8Array>;
  /** The work order it became part of. */
  owner_number: string | null;
  /** Null once owned. */
  expires: number | null;
}
