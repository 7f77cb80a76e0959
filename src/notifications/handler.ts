import type { Delivery, NewDelivery } from './outbox.ts';

/**
 * What became of one attempt. `error` is shown to staff and kept: say what happened in codes, without
 * personal data. `also` are deliveries that follow, written in the transaction that settles this one.
 */
export type Outcome =
  | { readonly kind: 'done'; readonly also?: readonly NewDelivery[] }
  | {
      readonly kind: 'retry';
      readonly error: string;
      /** Not before so many ms; the relay waits longer where its own backoff is longer. */
      readonly afterMs?: number;
      readonly also?: readonly NewDelivery[];
    }
  /** No attempt could succeed. */
  | { readonly kind: 'dead'; readonly error: string; readonly also?: readonly NewDelivery[] };

/**
 * Makes one kind of delivery. It may be called again for what it has done already, with the same id: after
 * a crash, or when it took longer than its lease. What it throws counts as a retry.
 */
export type Handler = (delivery: Delivery) => Promise<Outcome>;

/** By the kind of delivery. */
export type Handlers = Readonly<Record<string, Handler>>;
