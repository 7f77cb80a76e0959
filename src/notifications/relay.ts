import { within } from '../within.ts';
import { backoff, MAX_ATTEMPTS } from './backoff.ts';
import type { Handlers, Outcome } from './handler.ts';
import type { Delivery, Outbox, Settled } from './outbox.ts';
import { noticeSetBack } from './set-back.ts';

export interface RelayLog {
  readonly info: (fields: object, message: string) => void;
  readonly warn: (fields: object, message: string) => void;
  readonly error: (fields: object, message: string) => void;
}

export interface RelayOptions {
  readonly outbox: Outbox;
  readonly handlers: Handlers;
  /** Of this relay alone. */
  readonly owner: string;
  /** Epoch ms. */
  readonly now: () => number;
  /** Ms of a clock that nobody sets. Default: `performance.now`. */
  readonly ticks?: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: RelayLog;
  /** Calls the listener when something was written to the outbox by this process; gives how to stop. */
  readonly onOutbox: (listener: () => void) => () => void;
  /** How often to look for timers, and for what other processes wrote, ms. Default 1,000. */
  readonly pollMs?: number;
  /** How long a delivery is held before another relay may take it, ms. It is renewed while under way. Default 60,000. */
  readonly leaseMs?: number;
  /** Deliveries at the same time. Default 8. */
  readonly concurrency?: number;
  /** How long a stop waits for deliveries under way, ms. Default 10,000. */
  readonly drainMs?: number;
}

export interface Relay {
  /** Claims nothing more and waits for what is under way; the rest is made by whoever runs next. */
  readonly stop: () => Promise<void>;
}

/** Makes the deliveries of the outbox, each at least once, until it is stopped. */
export function startRelay(options: RelayOptions): Relay {
  const { pollMs = 1000, concurrency = 8, drainMs = 10_000, log, leaseMs = LEASE } = options;
  const { ticks = () => performance.now() } = options;
  /** By the delivery's id. */
  const underWay = new Map<string, Promise<void>>();
  let stopped = false;
  let looking: Promise<void> | undefined;
  let lookAgain = false;
  let failing = false;
  const wasSetBack = noticeSetBack(options.now, ticks);
  // What happened to the clock while no relay ran, nobody knows.
  let comingBack: number | undefined = LONGEST_PAUSE;

  const look = (): void => {
    lookAgain = true;
    if (looking !== undefined || stopped) return;
    looking = lookAround().finally(() => {
      looking = undefined;
    });
  };
  const lookAround = async (): Promise<void> => {
    while (lookAgain && !stopped) {
      lookAgain = false;
      for (const delivery of await claimed(concurrency - underWay.size)) begin(delivery);
    }
  };
  const claimed = async (limit: number): Promise<readonly Delivery[]> => {
    const { owner, handlers, outbox } = options;
    if (wasSetBack()) comingBack = 0;
    try {
      if (comingBack !== undefined) await outbox.comeBack({ pauseMs: comingBack, leaseMs });
      comingBack = undefined;
      const kinds = Object.keys(handlers);
      const mine = await outbox.claim({ owner, kinds, limit, leaseMs, underWay: [...underWay.keys()] });
      failing = false;
      return mine;
    } catch (error) {
      // Said once: a database that is away is asked again every second.
      if (!failing) log.error({ err: error }, 'The outbox cannot be read; deliveries wait');
      failing = true;
      return [];
    }
  };
  const begin = (delivery: Delivery): void => {
    const made = deliver(options, delivery).finally(() => {
      underWay.delete(delivery.id);
      look();
    });
    underWay.set(delivery.id, made);
  };

  const silence = options.onOutbox(look);
  const polling = setInterval(look, pollMs);
  look();
  return {
    stop: async () => {
      stopped = true;
      silence();
      clearInterval(polling);
      await looking;
      await within(drainMs, Promise.allSettled(underWay.values()));
    },
  };
}

const LEASE = 60_000;
/** No receiver is left in peace for longer, ms. */
const LONGEST_PAUSE = 24 * 3_600_000;

/** One attempt, and what it came to. */
async function deliver(options: RelayOptions, delivery: Delivery): Promise<void> {
  const { log, outbox, leaseMs = LEASE } = options;
  const { id, kind, attempt } = delivery;
  const renewing = setInterval(() => outbox.renew(delivery, leaseMs).catch(() => undefined), leaseMs / 3);
  try {
    const outcome = withinPatience(await attempted(options, delivery), attempt);
    const settled = await settle(options, delivery, outcome);
    tell(log, { id, kind, attempt, settled }, outcome);
  } catch (error) {
    // It will be made again when its lease ends, with the same id.
    log.error({ id, kind, attempt, err: error }, 'What became of a delivery could not be written');
  } finally {
    clearInterval(renewing);
  }
}

async function attempted({ handlers }: RelayOptions, delivery: Delivery): Promise<Outcome> {
  try {
    const handler = handlers[delivery.kind];
    return (await handler?.(delivery)) ?? { kind: 'retry', error: 'No handler for this kind' };
  } catch (error) {
    return { kind: 'retry', error: codeOf(error) };
  }
}

/** What was tried as often as it may be is given up. */
function withinPatience(outcome: Outcome, attempt: number): Outcome {
  if (outcome.kind !== 'retry' || attempt < MAX_ATTEMPTS) return outcome;
  const { error, also = [] } = outcome;
  return { kind: 'dead', error, also };
}

/** The name and code of an error: its message may hold an address. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Error';
  return 'code' in error && typeof error.code === 'string' ? `${error.name} ${error.code}` : error.name;
}

function settle(
  { outbox, now, random }: RelayOptions,
  delivery: Delivery,
  outcome: Outcome,
): Promise<Settled> {
  const { also = [] } = outcome;
  if (outcome.kind === 'done') return outbox.complete(delivery, also);
  const { error } = outcome;
  if (outcome.kind === 'dead') return outbox.dead(delivery, error, also);
  const wait = Math.max(outcome.afterMs ?? 0, backoff(delivery.attempt, random()));
  return outbox.fail(delivery, { error, notBefore: now() + wait }, also);
}

function tell(log: RelayLog, fields: object, outcome: Outcome): void {
  switch (outcome.kind) {
    case 'done':
      log.info(fields, 'Delivered');
      break;
    case 'retry':
      log.warn({ ...fields, error: outcome.error }, 'A delivery failed, and is tried again');
      break;
    case 'dead':
      log.error(
        { ...fields, error: outcome.error },
        'A delivery was given up: see `firstline work-orders deliveries`',
      );
  }
}
