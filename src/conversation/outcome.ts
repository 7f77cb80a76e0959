import type { Command } from './command.ts';
import type { DraftReply } from './receipts.ts';
import type { Reply } from './reply.ts';
import type { ConversationState, Expecting } from './state.ts';
import type { QuestionRecord, VoteRecord } from './stores.ts';

/** What a turn comes to. Nothing has happened yet: the runner carries it out. */
export interface Outcome {
  readonly state: ConversationState;
  readonly replies: readonly DraftReply[];
  readonly commands: readonly Command[];
  readonly questions: readonly QuestionRecord[];
  readonly votes: readonly VoteRecord[];
}

export const outcome = (state: ConversationState, ...replies: readonly DraftReply[]): Outcome => ({
  state,
  replies,
  commands: [],
  questions: [],
  votes: [],
});

export const expecting = (state: ConversationState, next: Expecting): ConversationState => ({
  ...state,
  expecting: next,
});

/** Says `first` before what `then` says, and keeps what both want done. */
export const before = (first: Omit<Outcome, 'state'>, then: Outcome): Outcome => ({
  state: then.state,
  replies: [...first.replies, ...then.replies],
  commands: [...first.commands, ...then.commands],
  questions: [...first.questions, ...then.questions],
  votes: [...first.votes, ...then.votes],
});

/** Says one thing before what `then` says. */
export const say = (reply: Reply, then: Outcome): Outcome =>
  before({ replies: [reply], commands: [], questions: [], votes: [] }, then);
