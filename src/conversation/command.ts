import type { FieldValue } from '../work-orders/field.ts';
import type { Priority, ServiceLevel, WorkOrder } from '../work-orders/work-order.ts';
import type { Background } from './continuity.ts';

/** What a turn wants done. `id` makes it happen once: `file:<form id>`, else `<kind>:<message id>`. */
export type Command =
  | {
      readonly kind: 'file';
      readonly id: string;
      readonly formId: string;
      readonly type: string;
      readonly typeTitle: string;
      readonly typeHash: string;
      readonly queue: string;
      readonly priority: Priority;
      readonly serviceLevel: ServiceLevel;
      readonly subject: string;
      readonly fields: Readonly<Record<string, FieldValue>>;
      /** Where the desk may write to; `vouched` when the channel says that it is the requester's. */
      readonly contact?: { readonly address: string; readonly vouched: boolean };
      readonly background?: Background;
    }
  | {
      readonly kind: 'comment';
      readonly id: string;
      readonly number: string;
      readonly text: string;
      /** Ids of files that belong to it; those that are not the requester's own are left out. */
      readonly uploads?: readonly string[];
    }
  | { readonly kind: 'escalate'; readonly id: string; readonly number: string; readonly reason: string }
  | { readonly kind: 'withdraw'; readonly id: string; readonly number: string }
  | { readonly kind: 'reopen'; readonly id: string; readonly number: string; readonly reason?: string }
  | {
      readonly kind: 'rate';
      readonly id: string;
      readonly number: string;
      readonly score: number;
      readonly comment?: string;
    }
  /** Goes on with a closed work order: another of the same type, with the same values, and this text. */
  | {
      readonly kind: 'follow-up';
      readonly id: string;
      readonly number: string;
      readonly text: string;
      readonly uploads?: readonly string[];
    }
  /** Somebody names a number in another place: a link goes to its confirmed address, if there is one. */
  | { readonly kind: 'claim'; readonly id: string; readonly number: string }
  /** The requester is told, in this conversation, when the question has an answer other than the refused. */
  | {
      readonly kind: 'await-answer';
      readonly id: string;
      readonly question: string;
      /** Ids of articles. */
      readonly refused: readonly string[];
      readonly lang?: string;
      readonly zone?: string;
    };

/** What became of a command, decided by the commit. `refused`: the work order does not allow it now. */
export interface Receipt {
  readonly kind: 'done' | 'refused';
  readonly commandId: string;
  /** As it is now; undefined where there is none that the requester may know of. */
  readonly workOrder: WorkOrder | undefined;
}
