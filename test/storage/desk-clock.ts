import { calendarOf } from '../../src/conversation/desk-calendar.ts';
import { defaultDesk } from '../../src/desk/desk-settings.ts';
import type { Handlers } from '../../src/notifications/handler.ts';
import { timerHandlers } from '../../src/notifications/timers/timer-handlers.ts';
import { type ActOutcome, applyAct } from '../../src/storage/apply-act.ts';
import { createOutbox } from '../../src/storage/outbox.ts';
import type { Storage, StorageOptions } from '../../src/storage/storage.ts';
import { createTimedWorkOrders } from '../../src/storage/timed-work-orders.ts';
import type { Act } from '../../src/work-orders/lifecycle.ts';
import { dueTimes } from '../../src/work-orders/service-level.ts';
import type { Actor } from '../../src/work-orders/work-order.ts';
import { AT, aFiling, aTurn, numberIn } from './turns.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Weekdays from 9 to 18 in Berlin. */
export const calendar = calendarOf({ ...defaultDesk, zone: 'Europe/Berlin' });

/** Storage options by which due times are those of a real desk. */
export const realTimes: Partial<StorageOptions> = {
  dueTimes: (level, at) => dueTimes(level, at, calendar),
  timerRules: () => ({ ...defaultDesk, calendar }),
};

export const eve: Actor = { role: 'staff', id: 'eve' };
export const ann: Actor = { role: 'requester', id: 'web/ann' };

/** A desk whose clock is moved by hand: Monday 5 January 2026, 10:00 in Berlin, when it begins. */
export interface DeskClock {
  readonly now: () => number;
  /** A filed work order's number: first response in 4 hours, solved in 2 business days. */
  readonly file: (formId?: string) => Promise<string>;
  readonly act: (number: string, actor: Actor, act: Act, expectedVersion?: number) => Promise<ActOutcome>;
  /** Moves the clock on and runs what is due on the way, each at its time. */
  readonly pass: (ms: number) => Promise<void>;
  /** Kinds of the events after the filing. */
  readonly changes: (number: string) => Promise<readonly string[]>;
}

export function deskClock(
  storage: Storage,
  { escalateOnBreach = false }: { readonly escalateOnBreach?: boolean } = {},
): DeskClock {
  let now = AT;
  const workOrders = createTimedWorkOrders(storage.database, storage.acts, () => now);
  const handlers = timerHandlers(
    workOrders,
    () => ({ escalateOnBreach }),
    () => now,
  );
  return {
    now: () => now,
    file: async (formId = 'f') => {
      const turn = { conversationId: `chat/${formId}`, at: now, commands: [aFiling(formId)] };
      return numberIn(await storage.ledger.commit(aTurn(turn)));
    },
    act: (number, actor, act, expectedVersion) =>
      storage.database.transaction('full', (tx) =>
        applyAct(tx, storage.acts, {
          ...{ number, act, actor, at: now },
          ...(expectedVersion === undefined ? {} : { expectedVersion }),
        }),
      ),
    pass: async (ms) => {
      const until = now + ms;
      for (
        let next = await dueNext(storage, until);
        next !== undefined;
        next = await dueNext(storage, until)
      ) {
        now = Math.max(now, next);
        await runDue(storage, handlers, now);
      }
      now = until;
    },
    changes: async (number) =>
      (await storage.ledger.history('web/ann', number)).slice(1).map(({ change }) => change.kind),
  };
}

async function dueNext({ database }: Storage, until: number): Promise<number | undefined> {
  const row = await database.db
    .selectFrom('outbox')
    .select('not_before')
    .where('kind', 'like', 'timer.%')
    .where('done', '=', 0)
    .where('not_before', '<=', until)
    .orderBy('not_before')
    .limit(1)
    .executeTakeFirst();
  return row?.not_before;
}

async function runDue({ database }: Storage, handlers: Handlers, now: number): Promise<void> {
  const outbox = createOutbox(database, () => now);
  const kinds = Object.keys(handlers);
  for (const delivery of await outbox.claim({ owner: 'test', kinds, limit: 10, leaseMs: 1 })) {
    const outcome = await handlers[delivery.kind]?.(delivery);
    if (outcome?.kind !== 'done') throw new Error(`Unexpected ${outcome?.kind} of ${delivery.id}`);
    await outbox.complete(delivery);
  }
}
