import type { Why } from '../knowledge/answer.ts';
import type { WorkOrder, WorkOrderEvent } from '../work-orders/work-order.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import type { Command, Receipt } from './command.ts';
import type { Reply } from './reply.ts';

/** Where a conversation stands: version 0 has no snapshot yet. */
export interface Standing {
  readonly version: number;
  /** Key of the valid state snapshot. */
  readonly snapshot: string | undefined;
  /** The recorded replies of the message, if it was seen before under its id. */
  readonly recorded: readonly Reply[] | undefined;
}

/** Snapshots of conversation state: whatever JSON the engine writes; orphans expire by themselves. */
export interface SnapshotStore {
  readonly read: (key: string) => Promise<unknown>;
  readonly write: (key: string, state: unknown) => Promise<void>;
  readonly remove: (key: string) => Promise<void>;
}

/** A question and its outcome, for the desk's own figures; guarded and pseudonymous before it gets here. */
export interface QuestionRecord {
  readonly question: string;
  readonly outcome: 'confident' | 'disambiguation' | 'fallback';
  readonly article: string | undefined;
  readonly confidence: number;
  readonly runnerUp: string | undefined;
  readonly revision: string;
  /** Why the first article came first; undefined where none came. */
  readonly why?: Why | undefined;
}

/** A vote on an answer, kept beside the question it is about. */
export interface VoteRecord {
  readonly article: string;
  readonly vote: 'helped' | 'not-quite';
}

export interface TurnRecord {
  readonly conversationId: string;
  readonly messageId: string;
  readonly requesterId: string;
  readonly at: number;
  /** The version that was read; the commit moves it by one, only if it is still this. */
  readonly readVersion: number;
  readonly snapshot: string;
  readonly commands: readonly Command[];
  /** The replies by what became of the commands: asked inside the transaction, so that what is recorded is sent. */
  readonly replies: (receipts: readonly Receipt[]) => readonly Reply[];
  readonly questions: readonly QuestionRecord[];
  readonly votes: readonly VoteRecord[];
  /** What the requester said, guarded; undefined for what nobody said. */
  readonly said?: string | undefined;
  /** The draft that is open after this turn, to be looked at again when it may have aged; epoch ms. */
  readonly draft?:
    | {
        readonly formId: string;
        readonly type: string;
        /** The field being asked; undefined at the review. */
        readonly asking: string | undefined;
        readonly agesAt: number;
        /** Ids of the files that were sent for it: they are kept for as long. */
        readonly files: readonly string[];
        readonly lang: string | undefined;
        readonly zone: string | undefined;
      }
    | undefined;
}

export type CommitOutcome =
  | { readonly kind: 'committed'; readonly replies: readonly Reply[] }
  /** This message was answered before: its recorded replies. */
  | { readonly kind: 'seen'; readonly replies: readonly Reply[] }
  /** Another turn moved the conversation: read again and rerun. */
  | { readonly kind: 'stale' };

/** One transaction a turn. A turn without commands may commit less durably than one that tells a number. */
export interface TurnStore {
  /**
   * As one read: between two, another process could have answered the message. What was committed last may be
   * known without reading: then only the commit tells that a message was seen.
   */
  readonly standing: (conversationId: string, messageId: string) => Promise<Standing>;
  readonly commit: (turn: TurnRecord) => Promise<CommitOutcome>;
  /** Keeps a type's definition under its hash, so that a form outlives edits of its file. */
  readonly pinType: (type: WorkOrderType) => Promise<void>;
  readonly pinnedType: (hash: string) => Promise<WorkOrderType | undefined>;
}

/** The requester's own work orders; nobody else's can be had through it. */
export interface OwnWorkOrders {
  /** Not closed or withdrawn first, then the newest first; at most 50. */
  readonly list: (requesterId: string) => Promise<readonly WorkOrder[]>;
  readonly history: (requesterId: string, number: string) => Promise<readonly WorkOrderEvent[]>;
}
