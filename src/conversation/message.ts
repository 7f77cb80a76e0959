import type { Invalid } from '../work-orders/fields/problem.ts';
import type { Upload } from '../work-orders/files/upload.ts';
import type { Secret } from '../work-orders/secret-guard.ts';

export type { Upload } from '../work-orders/files/upload.ts';

/** What comes in. `id` is the channel's own, unique within the conversation. */
export type Message = {
  readonly id: string;
  readonly conversationId: string;
  /** `email` only where the channel vouches that it is the requester's. */
  readonly requester: { readonly id: string; readonly name?: string; readonly email?: string };
  /** BCP 47 as the channel says it. */
  readonly lang?: string;
  /** IANA zone as the channel says it. */
  readonly zone?: string;
  /** Secrets that stood in the text or the files and were taken out: the requester is told. */
  readonly removed?: readonly Secret[];
} & (
  | { readonly kind: 'utterance'; readonly text: string }
  /** A button or a listed choice; `value` is what the reply's choice carried. */
  | { readonly kind: 'choice'; readonly value: string; readonly text: string }
  | {
      readonly kind: 'attachment';
      readonly text: string;
      readonly uploads: readonly Upload[];
      /** Why other files of the message were not kept; `problem.<problem>` says it, with the file's name. */
      readonly refused?: readonly Invalid[];
    }
  /** Not said by the requester: the conversation began, a draft aged. */
  | { readonly kind: 'event'; readonly name: 'started' | 'draft-aged' }
  /** Somebody changed a work order of the requester's: its events from the first version to the last. */
  | {
      readonly kind: 'event';
      readonly name: 'work-order-changed';
      readonly number: string;
      readonly firstVersion: number;
      readonly lastVersion: number;
    }
  /** The knowledge folder answers a question that it did not answer when the requester asked it. */
  | {
      readonly kind: 'event';
      readonly name: 'answer-live';
      readonly question: string;
      /** Ids of the articles that did not help then. */
      readonly refused: readonly string[];
    }
);
