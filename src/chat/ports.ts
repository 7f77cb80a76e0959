import type { Message } from '../conversation/message.ts';
import type { Reply } from '../conversation/reply.ts';
import type { Say } from '../conversation/view.ts';

export type { UploadStore } from '../work-orders/files/keep-file.ts';

/** The engine: one message in, the recorded replies out. Called again with the same message, it gives the same. */
export type TakeMessage = (message: Message) => Promise<readonly Reply[]>;

export interface ChatLog {
  readonly info: (fields: object, message: string) => void;
  readonly warn: (fields: object, message: string) => void;
  readonly error: (fields: object, message: string) => void;
}

/** Where conversations of the channels are reached, as the channels' own JSON. */
export interface ReferenceStore {
  readonly put: (conversationId: string, reference: string) => Promise<void>;
  readonly get: (conversationId: string) => Promise<string | undefined>;
  /** The conversation is gone. */
  readonly remove: (conversationId: string) => Promise<void>;
  /** Keeps the last card with buttons; a conversation without a reference keeps none. */
  readonly putCard: (conversationId: string, card: string) => Promise<void>;
  readonly card: (conversationId: string) => Promise<string | undefined>;
}

/** Conversations that are with a person, and what was said before. */
export interface HandoffStore {
  /** A person is being asked for: it ends by itself soon, unless it is confirmed. */
  readonly begin: (conversationId: string) => Promise<void>;
  /** One was asked for, or is there; what was ended meanwhile stays ended. */
  readonly confirm: (conversationId: string) => Promise<void>;
  readonly end: (conversationId: string) => Promise<void>;
  readonly is: (conversationId: string) => Promise<boolean>;
  /** The last turns, oldest first. */
  readonly transcript: (conversationId: string) => Promise<readonly SaidLine[]>;
}

/** One thing said in a conversation, as it was kept: guarded, so that no secret is in it. */
export interface SaidLine {
  readonly by: 'requester' | 'bot';
  readonly text: string;
  /** Epoch ms. */
  readonly at: number;
}

/** Lets one server alone send the answer to a message of a channel, which may come to several. */
export interface AnswerStore {
  /** mine: send it, nobody else does. answered: it was sent. busy: another living server is at it. */
  readonly claim: (conversationId: string, messageId: string) => Promise<'mine' | 'answered' | 'busy'>;
  /** The same, also from a living server. */
  readonly takeOver: (conversationId: string, messageId: string) => Promise<'mine' | 'answered'>;
  readonly markAnswered: (conversationId: string, messageId: string) => Promise<void>;
  /** It could not be sent: whoever the message comes to next may. */
  readonly release: (conversationId: string, messageId: string) => Promise<void>;
}

/** unreachable: the conversation is not known here, or gone. */
export type Deliver = (
  conversationId: string,
  id: string,
  replies: readonly Reply[],
) => Promise<'delivered' | 'unreachable'>;

/** Says a phrase of the desk in the nearest language that it has. */
export type Phrases = (lang: string | undefined) => { readonly lang: string; readonly say: Say };

/** What was said in the web chat, in order, so that a client that reconnects misses nothing. */
export interface ActivityLog {
  readonly append: (
    conversationId: string,
    activityJson: string,
    options: AppendOptions,
  ) => Promise<AppendedActivity>;
  /** After the watermark, in order; 0 gives all. Of more than can be handed on at once, the newest. */
  readonly since: (conversationId: string, watermark: number) => Promise<readonly LoggedActivity[]>;
  readonly exists: (conversationId: string) => Promise<boolean>;
  /**
   * Takes over what has no answer and is in no other living server's hands, oldest first: what a server
   * left that was killed, and what this one may not know that it has. Nothing is given to two servers.
   */
  readonly takeOver: () => Promise<readonly LoggedActivity[]>;
  /** Whether another server has yet to answer something that was said before; not for ever. */
  readonly isAhead: (conversationId: string, sequence: number) => Promise<boolean>;
  readonly markProcessed: (conversationId: string, id: string) => Promise<void>;
  /**
   * Called with the conversation in which another server logged something; with undefined where that may
   * have been any. Gives how to stop.
   */
  readonly onLogged: (listener: (conversationId: string | undefined) => void) => () => void;
}

export interface AppendOptions {
  /** Unique in the conversation: appended twice, it is there once. */
  readonly id: string;
  /** True for what the bot says, which no turn has to answer. Default false. */
  readonly processed?: boolean;
}

export interface AppendedActivity {
  /** From 1; appended before under this id, the number of then. */
  readonly sequence: number;
  /** False when it was appended before, and some server has it in hand. */
  readonly fresh: boolean;
  /** Another server has yet to answer something that was said before; see isAhead. */
  readonly ahead: boolean;
}

export interface LoggedActivity {
  readonly conversationId: string;
  /** Grows in its conversation: a client's watermark. */
  readonly sequence: number;
  readonly id: string;
  /** JSON. */
  readonly activity: string;
}
