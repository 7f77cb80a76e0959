import { csvLine } from './csv.ts';

/** What a line of the export tells; times in ISO 8601. */
export interface Exported {
  readonly number: string;
  readonly status: string;
  readonly priority: string;
  readonly queue: string;
  readonly type: string;
  readonly assignee: string | null;
  readonly requester: string;
  readonly subject: string;
  readonly filedAt: string;
  readonly updatedAt: string;
  readonly firstResponseDue: string;
  readonly resolutionDue: string;
  readonly respondedAt: string | null;
  readonly resolvedAt: string | null;
  readonly overdue: boolean;
}

const columns = [
  'number',
  'status',
  'priority',
  'queue',
  'type',
  'assignee',
  'requester',
  'subject',
  'filedAt',
  'updatedAt',
  'firstResponseDue',
  'resolutionDue',
  'respondedAt',
  'resolvedAt',
  'overdue',
] as const;

/** Work orders as CSV with a head line, safe to open in a spreadsheet. */
export async function exportCsv(workOrders: AsyncIterable<Exported>): Promise<string> {
  const lines = [csvLine(columns)];
  for await (const one of workOrders) lines.push(csvLine(columns.map((column) => String(one[column] ?? ''))));
  return lines.join('');
}
