import type { Secret } from '../work-orders/secret-guard.ts';

/** What comes in. `id` is the channel's own, unique within the conversation. */
export type Message = {
  readonly id: string;
  readonly conversationId: string;
  readonly requester: { readonly id: string; readonly name?: string };
  /** BCP 47 as the channel says it. */
  readonly lang?: string;
  /** IANA zone as the channel says it. */
  readonly zone?: string;
  /** Secrets that stood in the text and were taken out of it: the requester is told. */
  readonly removed?: readonly Secret[];
} & (
  | { readonly kind: 'utterance'; readonly text: string }
  /** A button or a listed choice; `value` is what the reply's choice carried. */
  | { readonly kind: 'choice'; readonly value: string; readonly text: string }
  | { readonly kind: 'attachment'; readonly text: string; readonly uploads: readonly Upload[] }
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
);

/** A stored file, not yet part of a work order. */
export interface Upload {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: number;
}
