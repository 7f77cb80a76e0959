/**
 * Every limit on what comes from outside. The README has the same numbers for people, and a test holds the
 * two together.
 */

/** So many in so many seconds. */
export interface Rate {
  readonly points: number;
  readonly seconds: number;
}

const inAMinute = (points: number): Rate => ({ points, seconds: 60 });
const KB = 1024;
const MB = 1024 * KB;

/** How often; each counts for itself. What is said to be by address counts a /64 of IPv6 as one. */
export const rates = {
  /** Things said, by person: of the web chat, and of a channel that proved who it is. */
  said: inAMinute(60),
  /** Things said in the web chat, by address: an office has one for all. */
  saidByAddress: inAMinute(600),
  /** Tokens and conversations of the web chat begun, by address. */
  conversations: inAMinute(60),
  /** Uploads of the web chat, by person. */
  uploads: inAMinute(20),
  /** Anything else of the web chat, by conversation; polling clients read once a second. */
  reads: inAMinute(300),
  /** Suggestions while one types, which cost a search each, by address. */
  suggestions: inAMinute(240),
  /** Pages that links in mails lead to, and files opened by their links, by address. */
  links: inAMinute(60),
  /** Staff tokens and links to files that were none, by address; then nothing of it is looked at. */
  strangers: inAMinute(20),
} as const satisfies Readonly<Record<string, Rate>>;

export type Rates = Readonly<Record<keyof typeof rates, Rate>>;

/** How large. Bytes, where nothing else is said. */
export const sizes = {
  /** Characters of a message that the desk reads; well above any answer a field takes. */
  message: 8000,
  /** An activity; what channels send has the same maximum. */
  activity: 256 * KB,
  /** An upload as a whole, and a file of a channel. */
  upload: 10 * MB,
  /** Files in one message. */
  uploadFiles: 10,
  /** Files of one person that wait for a work order: how many, and their bytes. */
  waitingFiles: 50,
  waitingBytes: 100_000_000,
  /** Files of all people that wait: who makes up people fills no disk. */
  waitingBytesOfAll: 2_000_000_000,
  /** The body of a request to the staff API. */
  staffBody: 64 * KB,
  /** The form behind a link in a mail. */
  form: 4 * KB,
  /** Levels of nesting of a body: no honest one has more, and recursive code behind it survives. */
  nesting: 32,
  /** How much of a too large body is still read and thrown away, so that its sender gets to see the answer. */
  drained: 32 * MB,
  /** Of a conversation, handed on at once: the newest so many activities, and characters of them. */
  history: 2000,
  historyCharacters: 1_000_000,
  /** What waits to be sent to a WebSocket: a reader this far behind is gone or hostile. */
  backlog: 4 * MB,
} as const;

/** How long, ms. */
export const times = {
  /** Until the head of a request is whole. Node looks every 30 s. */
  head: 10_000,
  /** Until a request is whole. */
  request: 60_000,
  /** A connection between two requests. */
  idle: 5_000,
  /** A connection on which nothing moves; longer than any answer takes. */
  silent: 120_000,
  /** How often the other end of a WebSocket must show that it is there. */
  heartbeat: 30_000,
} as const;

/** How many at once. */
export const sockets = {
  connections: 10_000,
  webSockets: 5_000,
  webSocketsByAddress: 200,
} as const;

/** Bytes of files in memory, from their first until they are kept. */
export const held = {
  fileBytes: 200 * MB,
  /** Of one address, or of one person of a channel: what one message may bring. */
  fileBytesByHolder: sizes.uploadFiles * sizes.upload,
} as const;

export type ServerLimits = Readonly<
  Record<keyof typeof times | keyof typeof sockets | keyof typeof held, number>
>;
