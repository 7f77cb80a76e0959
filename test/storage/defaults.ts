import { calendarOf } from '../../src/conversation/desk-calendar.ts';
import { defaultDesk } from '../../src/desk/desk-settings.ts';
import type { StorageOptions } from '../../src/storage/storage.ts';

let numbers = 0;

/** The CLI's role, numbers in order, and state that outlives the test. */
export function defaults(databaseUrl: string): StorageOptions {
  return {
    databaseUrl,
    role: 'cli',
    newNumber: () => `WO-TEST-${String(++numbers).padStart(4, '0')}`,
    dueTimes: (_level, at) => ({ firstResponseDue: at + 1000, resolutionDue: at + 2000 }),
    timerRules: () => ({ ...defaultDesk, calendar: calendarOf(defaultDesk) }),
    now: () => Date.now(),
    stateTtlMs: 60_000,
  };
}
