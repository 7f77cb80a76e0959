export const statuses = ['new', 'open', 'pending', 'on-hold', 'resolved', 'closed', 'withdrawn'] as const;
export type Status = (typeof statuses)[number];

/** Rising. */
/** What the requester sees of a status: to wait for somebody else is to be worked on. */
export const shownStatus = (status: Status): Exclude<Status, 'on-hold'> =>
  status === 'on-hold' ? 'open' : status;

export const priorities = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof priorities)[number];

/** What the desk promises: that somebody answers, and that it is solved. */
export type Target = 'first-response' | 'resolution';

/** Hours on days on which the desk is open, and business days. */
export interface ServiceLevel {
  readonly firstResponseHours: readonly [least: number, most: number];
  readonly resolutionDays: readonly [least: number, most: number];
}

/** What the requester thought of it, from 1 to 5. */
export interface Rating {
  readonly score: number;
  readonly comment?: string;
}

/** What another help desk calls the same work order. */
export interface Reference {
  readonly system: string;
  readonly reference: string;
}

/** The projection of its events. */
export interface WorkOrder {
  /** As told: WO-XXXX-XXXX. */
  readonly number: string;
  readonly type: string;
  readonly typeTitle: string;
  readonly typeHash: string;
  readonly requesterId: string;
  readonly conversationId: string;
  readonly status: Status;
  readonly priority: Priority;
  readonly queue: string;
  readonly fields: Readonly<Record<string, string>>;
  /** One line about it, for lists. */
  readonly subject: string;
  /** Epoch milliseconds, as every time below. */
  readonly filedAt: number;
  readonly firstResponseDue: number;
  readonly resolutionDue: number;
  readonly updatedAt: number;
  /** Counts from 1; every change adds one. */
  readonly version: number;
  /** The staff member who works on it. */
  readonly assignee?: string | undefined;
  /** Since when its service level stands still: it waits for the requester, or is solved. */
  readonly pausedAt?: number | undefined;
  /** When somebody of the staff first answered the requester. */
  readonly respondedAt?: number | undefined;
  /** When it was solved last; undefined again once it is reopened. */
  readonly resolvedAt?: number | undefined;
  /** What staff were warned of, and what was not kept: each once. */
  readonly warned?: readonly Target[] | undefined;
  readonly breached?: readonly Target[] | undefined;
  readonly rating?: Rating | undefined;
  /** The closed work order that this one goes on with. */
  readonly followUpOf?: string | undefined;
  readonly references?: readonly Reference[] | undefined;
}

export interface Actor {
  readonly role: 'requester' | 'staff' | 'desk';
  readonly id: string;
}

/** One change; the work order's history is these in order. */
export interface WorkOrderEvent {
  readonly number: string;
  readonly version: number;
  readonly at: number;
  readonly actor: Actor;
  readonly change: Change;
}

interface FromTo<T> {
  readonly from: T;
  readonly to: T;
}

export type Change =
  | { readonly kind: 'filed'; readonly followUpOf?: string }
  | ({ readonly kind: 'status'; readonly reason?: string } & FromTo<Status>)
  | {
      readonly kind: 'comment';
      readonly text: string;
      readonly audience: 'requester' | 'staff';
      /** Ids of files that came with it. */
      readonly uploads?: readonly string[];
    }
  /** A question to the requester: the work order waits for the answer. */
  | { readonly kind: 'asked'; readonly text: string }
  | ({
      readonly kind: 'escalated';
      readonly reason: string;
      readonly queue?: FromTo<string>;
    } & FromTo<Priority>)
  | ({ readonly kind: 'assigned' } & FromTo<string | undefined>)
  | ({ readonly kind: 'prioritised'; readonly reason?: string } & FromTo<Priority>)
  | ({ readonly kind: 'routed'; readonly reason?: string } & FromTo<string>)
  | ({ readonly kind: 'retyped'; readonly typeTitle: string; readonly typeHash: string } & FromTo<string>)
  | ({ readonly kind: 'rated' } & Rating)
  | ({ readonly kind: 'referred' } & Reference)
  /** Another work order goes on with this one. */
  | { readonly kind: 'followed-up'; readonly by: string }
  /** The service level moved: its clock had stood still, or the priority changed. */
  | { readonly kind: 'due'; readonly firstResponseDue: number; readonly resolutionDue: number }
  | { readonly kind: 'warned'; readonly target: Target }
  | { readonly kind: 'breached'; readonly target: Target }
  /** The requester was reminded of what staff asked. */
  | { readonly kind: 'reminded' };
