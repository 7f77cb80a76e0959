/** A row of the outbox that this relay holds: something to be told, or a timer that is due. */
export interface Delivery {
  /** Stable over all attempts: a receiver that gets it twice can tell. */
  readonly id: string;
  readonly kind: string;
  /** JSON as it was written. */
  readonly payload: unknown;
  /** Counts from 1, this attempt included. */
  readonly attempt: number;
  readonly lease: Lease;
}

/**
 * The right to settle a delivery, until it runs out and somebody else claims it. The fence counts the
 * claims: what a slow relay says of an earlier claim changes nothing.
 */
export interface Lease {
  readonly owner: string;
  readonly fence: number;
}

/** A delivery to be made. Written twice under one id, it is there once. */
export interface NewDelivery {
  readonly id: string;
  readonly kind: string;
  readonly payload: object;
  /** Epoch ms; absent: at once. */
  readonly notBefore?: number;
}

export interface Claim {
  readonly owner: string;
  readonly kinds: readonly string[];
  readonly limit: number;
  readonly leaseMs: number;
  /** What its owner makes now: a clock that is set forwards ends leases too early. */
  readonly underWay?: readonly string[];
}

/** `lost`: the lease had run out and another relay has it; nothing was written. */
export type Settled = 'settled' | 'lost';

/** What the relay needs of the outbox. `also` is written in the same transaction as what it comes with. */
export interface Outbox {
  /** The longest due first; none of them is given to another relay before its lease ends. */
  readonly claim: (claim: Claim) => Promise<readonly Delivery[]>;
  /**
   * Once the clock was set back: what was due by it is due now, so that nothing waits for as long as it was
   * set back. Timers keep their times, and attempts that failed the rest of a pause of `pauseMs` at most; a
   * delivery held for longer than two leases is free.
   */
  readonly comeBack: (limits: { readonly pauseMs: number; readonly leaseMs: number }) => Promise<void>;
  /** Holds it longer; for what is still under way. */
  readonly renew: (delivery: Delivery, leaseMs: number) => Promise<Settled>;
  readonly complete: (delivery: Delivery, also?: readonly NewDelivery[]) => Promise<Settled>;
  /** Another attempt at `notBefore`, epoch ms. `error` without personal data: staff see it. */
  readonly fail: (
    delivery: Delivery,
    failure: { readonly error: string; readonly notBefore: number },
    also?: readonly NewDelivery[],
  ) => Promise<Settled>;
  /** Given up, kept, and shown to staff, who may have it tried again. */
  readonly dead: (delivery: Delivery, error: string, also?: readonly NewDelivery[]) => Promise<Settled>;
}
