import type { NewDelivery } from '../../src/notifications/outbox.ts';
import { addDeliveries } from '../../src/storage/outbox.ts';
import type { Storage } from '../../src/storage/storage.ts';

/** Writes deliveries as a change would, due at once. */
export const enqueued = ({ database }: Storage, rows: readonly NewDelivery[]): Promise<void> =>
  database.transaction('full', (tx) => addDeliveries(tx, rows, Date.now()));

export const aRow = (n: number, more: Partial<NewDelivery> = {}): NewDelivery => ({
  id: `row/${String(n).padStart(4, '0')}`,
  kind: 'note',
  payload: { n },
  ...more,
});

/** A log that says nothing, and keeps what it was told. */
export function quietLog() {
  const lines: string[] = [];
  const line = (fields: object, message: string): void =>
    void lines.push(`${message} ${JSON.stringify(fields)}`);
  return { lines, info: line, warn: line, error: line };
}
