/**
 * Where a process is killed, each point by what the reader of a promise would call it. A point is a place
 * among the statements that the process sends to its databases: every outside effect lies between two of
 * them. So the program itself needs to know nothing of points, and they cost it nothing.
 */
export interface CrashPoint {
  /** `committed`: the transaction that the statement belongs to has just been committed. */
  readonly when: 'before' | 'after' | 'committed';
  /** The statement's text. */
  readonly sql: RegExp;
  /** Its parameters, as JSON; default: any. */
  readonly about?: RegExp;
}

/** By their labels. */
export type CrashPoints = Readonly<Record<string, CrashPoint>>;

const into = (table: string): RegExp => new RegExp(`insert into\\s+(\\S+\\.)?"?${table}"?`, 'i');
const change = (table: string): RegExp => new RegExp(`update\\s+"?${table}"?`, 'i');
const remove = (table: string): RegExp => new RegExp(`delete from\\s+"?${table}"?`, 'i');

/** What a client says has an id of this shape in the web chat's log; what is said to it ends otherwise. */
const aMessage = /"u-[\w-]{22}"/;
const aReply = /"u-[\w-]{22}-r\d+"/;
const mail = /\/email"/;
const webhook = /\/webhook-\w+"/;
const chat = /\/chat"/;

/** While a message is taken in. */
export const takingPoints: CrashPoints = {
  'a message has come': { when: 'before', sql: into('activity_log'), about: aMessage },
  'a message is logged, its POST not answered': {
    when: 'committed',
    sql: into('activity_log'),
    about: aMessage,
  },
};

/** While a question is answered. */
export const askingPoints: CrashPoints = {
  'a question is logged': { when: 'after', sql: into('question_log') },
};

/** While a file is sent. */
export const uploadingPoints: CrashPoints = {
  'an upload is stored, its message not logged': { when: 'committed', sql: into('uploads') },
};

/** While the message that files is taken, in the order of the turn. */
export const filingPoints: CrashPoints = {
  'the state is not written': { when: 'before', sql: into('conversation_states') },
  'the state is written, the ledger knows nothing': { when: 'committed', sql: into('conversation_states') },
  'the command is claimed': { when: 'after', sql: into('commands') },
  'the work order has its row': { when: 'after', sql: into('work_orders') },
  'the filing has its event': { when: 'after', sql: into('work_order_events') },
  'the filing is in the outbox': { when: 'after', sql: into('outbox'), about: /work-order\.filed/ },
  'its timers are set': { when: 'after', sql: into('outbox'), about: /timer\./ },
  'its files are claimed': { when: 'after', sql: change('uploads') },
  'its address is kept': { when: 'after', sql: into('contacts') },
  'what led to it is kept': { when: 'after', sql: into('continuity') },
  'the receipt is kept': { when: 'after', sql: change('commands') },
  'the turn is recorded': { when: 'after', sql: into('turns') },
  'the conversation has moved': { when: 'after', sql: change('conversations') },
  'it is committed, nothing is said': { when: 'committed', sql: into('turns') },
  'the reply is half said': { when: 'committed', sql: into('activity_log'), about: aReply },
  'it is said, not marked as answered': { when: 'before', sql: change('activity_log'), about: aMessage },
  'the outbox row is claimed': { when: 'committed', sql: change('outbox'), about: /work-order\.filed/ },
  'the deliveries are shared out': { when: 'committed', sql: into('outbox'), about: mail },
  'the mail is handed over, not marked': { when: 'before', sql: change('outbox'), about: mail },
  'the mail is marked': { when: 'committed', sql: change('outbox'), about: mail },
  'the webhook is posted, not marked': { when: 'before', sql: change('outbox'), about: webhook },
  'the webhook is marked': { when: 'committed', sql: change('outbox'), about: webhook },
};

/** While staff answer. */
export const answeringPoints: CrashPoints = {
  'an answer is written': { when: 'after', sql: into('work_order_events') },
  'an answer is committed': { when: 'committed', sql: into('work_order_events') },
  'an answer is said in the chat, not marked': { when: 'before', sql: change('outbox'), about: chat },
};

/** While a server starts on an empty database. */
export const migratingPoints: CrashPoints = {
  'half of the tables are made': { when: 'after', sql: /create table "?outbox"?/i },
  'the schema is there, its version not told': { when: 'before', sql: into('schema_version') },
};

/** While what is old is removed. */
export const retainingPoints: CrashPoints = {
  'old turns are removed': { when: 'committed', sql: remove('turns') },
  'a work order is half erased': { when: 'after', sql: remove('contacts') },
};

/** While a backup is taken. */
export const backupPoints: CrashPoints = {
  'the ledger is copied, the states are not': { when: 'after', sql: /vacuum into/i, about: /firstline/ },
};

export const crashPoints: CrashPoints = {
  ...takingPoints,
  ...askingPoints,
  ...uploadingPoints,
  ...filingPoints,
  ...answeringPoints,
  ...migratingPoints,
  ...retainingPoints,
  ...backupPoints,
};
