import type { BusinessCalendar } from './calendar.ts';
import { targets, warnAt } from './service-level.ts';
import type { Target, WorkOrder } from './work-order.ts';

/** What the desk wants done about a work order later; checked again when its time has come. */
export type Timer =
  | {
      readonly kind: 'timer.sla-warning' | 'timer.sla-breach';
      readonly number: string;
      readonly target: Target;
      /** Epoch ms: the due time it was set for. */
      readonly due: number;
    }
  | {
      readonly kind: 'timer.close-resolved' | 'timer.remind';
      readonly number: string;
      /** Epoch ms: since when it was solved, or waits for the requester. */
      readonly since: number;
    };

export interface TimerRules {
  readonly calendar: BusinessCalendar;
  /** Opening hours before a due time at which staff are warned. */
  readonly warnHours: number;
  /** Days after which a solved work order closes. */
  readonly closeAfterDays: number;
  /** Days after which the requester is reminded of a question. */
  readonly remindAfterDays: number;
}

export interface SetTimer {
  readonly timer: Timer;
  /** Epoch ms. */
  readonly notBefore: number;
}

const dayMs = 86_400_000;

/** The timers that a change calls for at `at`; `before` is undefined for a filing. */
export function timersAfter(
  before: WorkOrder | undefined,
  after: WorkOrder,
  at: number,
  rules: TimerRules,
): readonly SetTimer[] {
  const { number, status } = after;
  if (status !== before?.status && status === 'resolved')
    return [later({ kind: 'timer.close-resolved', number, since: at }, at + rules.closeAfterDays * dayMs)];
  if (status !== before?.status && status === 'pending')
    return [later({ kind: 'timer.remind', number, since: at }, at + rules.remindAfterDays * dayMs)];
  return after.pausedAt === undefined ? serviceTimers(before, after, at, rules) : [];
}

/** For each promise that is still open and whose time is new, or runs again. */
function serviceTimers(
  before: WorkOrder | undefined,
  after: WorkOrder,
  at: number,
  { calendar, warnHours }: TimerRules,
): readonly SetTimer[] {
  const runsAnew = before === undefined || before.pausedAt !== undefined;
  return targets
    .filter((target) => isOpenPromise(after, target))
    .filter((target) => runsAnew || dueOf(before, target) !== dueOf(after, target))
    .flatMap((target) => {
      const due = dueOf(after, target);
      const set = { number: after.number, target, due };
      return [
        later({ kind: 'timer.sla-warning', ...set }, warnAt(due, at, warnHours, calendar)),
        later({ kind: 'timer.sla-breach', ...set }, due),
      ];
    });
}

const later = (timer: Timer, notBefore: number): SetTimer => ({ timer, notBefore });

export const dueOf = (workOrder: WorkOrder, target: Target): number =>
  target === 'first-response' ? workOrder.firstResponseDue : workOrder.resolutionDue;

/** Still to be kept, and not said to be missed. */
export const isOpenPromise = ({ respondedAt, breached = [] }: WorkOrder, target: Target): boolean =>
  !breached.includes(target) && (target === 'resolution' || respondedAt === undefined);
