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
  | { readonly kind: 'comment'; readonly id: string; readonly number: string; readonly text: string }
  | { readonly kind: 'escalate'; readonly id: string; readonly number: string; readonly reason: string }
  | { readonly kind: 'withdraw'; readonly id: string; readonly number: string };

/** What became of a command, decided by the commit. `refused`: the work order does not allow it now. */
export type Receipt =
  | { readonly kind: 'done'; readonly commandId: string; readonly workOrder: WorkOrder }
  | { readonly kind: 'refused'; readonly commandId: string; readonly workOrder: WorkOrder | undefined };
