import type * as z from 'zod';
import type { Act, Allowed } from '../work-orders/lifecycle.ts';
import type { Priority, Status } from '../work-orders/work-order.ts';
import type { erased, page, personalData, receipt, sorts, workOrder } from './schemas.ts';

export type WorkOrderPage = z.output<typeof page>;
export type WorkOrderSummary = WorkOrderPage['workOrders'][number];
type Shown = z.output<typeof workOrder>;
/** As it is kept: links are made when it is shown. */
export type WorkOrderDetail = Omit<Shown, 'attachments'> & {
  attachments: Omit<Shown['attachments'][number], 'link'>[];
};
export type Receipt = z.output<typeof receipt>;
export type Sort = (typeof sorts)[number];

/** All that is given has to hold; of a list, one. */
export interface WorkOrderFilter {
  readonly status?: readonly Status[] | undefined;
  readonly queue?: readonly string[] | undefined;
  readonly priority?: readonly Priority[] | undefined;
  readonly type?: readonly string[] | undefined;
  /** `none` is what nobody has taken. */
  readonly assignee?: readonly string[] | undefined;
  readonly requester?: string | undefined;
  readonly overdue?: boolean | undefined;
  /** Words, each of which has to be found. */
  readonly q?: string | undefined;
}

export interface ListRequest extends WorkOrderFilter {
  readonly sort: Sort;
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor?: string | undefined;
}

export type ListOutcome = ({ readonly kind: 'page' } & WorkOrderPage) | { readonly kind: 'bad-cursor' };

/** `take`: it is mine, and somebody works on it. */
export type StaffAct = Act | { readonly kind: 'take' };

export interface WriteRequest {
  readonly number: string;
  readonly act: StaffAct;
  /** The name of the staff member, for the history. */
  readonly actor: string;
  /** Undefined goes on whatever the work order has become. */
  readonly expectedVersion: number | undefined;
  /** The request's own identity: carried out once under this key. */
  readonly once: { readonly key: string; readonly hash: string } | undefined;
}

export type WriteOutcome =
  /** `replayed`: the receipt of then. */
  | { readonly kind: 'done'; readonly receipt: Receipt; readonly replayed: boolean }
  | { readonly kind: 'refused'; readonly status: Status; readonly allowed: Allowed }
  | { readonly kind: 'stale'; readonly version: number }
  /** The key was used for another request. */
  | { readonly kind: 'key-reused' }
  | { readonly kind: 'not-found' };

export interface AttachmentFile {
  readonly name: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** What staff see and do; times in ISO 8601. */
export interface StaffStore {
  readonly list: (request: ListRequest) => Promise<ListOutcome>;
  /** Page by page, in the order that was asked for. */
  readonly all: (filter: WorkOrderFilter, sort: Sort) => AsyncIterable<WorkOrderSummary>;
  /** With what is sensitive. */
  readonly find: (number: string) => Promise<WorkOrderDetail | undefined>;
  /** Undefined also for an attachment of another work order. */
  readonly attachment: (number: string, id: string) => Promise<AttachmentFile | undefined>;
  readonly write: (request: WriteRequest) => Promise<WriteOutcome>;
}

export type PersonalData = z.output<typeof personalData>;
export type Erased = z.output<typeof erased>;

/** Everything about one requester. */
export interface Privacy {
  /** Undefined where nothing is kept. */
  readonly export: (requesterId: string) => Promise<PersonalData | undefined>;
  /** Leaves numbers and figures. What is open is withdrawn first. `actor` is who did it, for the record. */
  readonly erase: (requesterId: string, actor: string) => Promise<Erased>;
}
