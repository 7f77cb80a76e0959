export type Status = 'new' | 'open' | 'pending' | 'on-hold' | 'resolved' | 'closed' | 'withdrawn';
export type Priority = 'low' | 'normal' | 'high' | 'urgent';

/** Hours; business hours are counted from the desk's calendar once it has one. */
export interface ServiceLevel {
  readonly firstResponseHours: readonly [least: number, most: number];
  readonly resolutionDays: readonly [least: number, most: number];
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
  readonly change:
    | { readonly kind: 'filed' }
    | { readonly kind: 'status'; readonly from: Status; readonly to: Status; readonly reason?: string }
    | { readonly kind: 'comment'; readonly text: string; readonly audience: 'requester' | 'staff' }
    | { readonly kind: 'escalated'; readonly reason: string; readonly from: Priority; readonly to: Priority };
}
