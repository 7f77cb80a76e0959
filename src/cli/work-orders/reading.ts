import { writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import type { Storage } from '../../storage/storage.ts';
import { exportCsv } from '../../work-orders/export-csv.ts';
import { withStorage } from '../open-storage.ts';
import { deskTime, plainLine, print, table } from '../printed.ts';
import { UsageError } from '../usage-error.ts';
import { type FilterOptions, filterOf, withFilters } from './filters.ts';
import { numberOf } from './numbers.ts';
import { shown } from './shown.ts';

type Page = Extract<Awaited<ReturnType<Storage['staff']['list']>>, { readonly kind: 'page' }>;

interface ListOptions extends FilterOptions {
  readonly limit: number;
  readonly cursor?: string;
  readonly json?: boolean;
}

export function addList(group: Command): void {
  withFilters(group.command('list').description('list work orders'))
    .option('--limit <count>', 'at most so many, up to 200', countUpTo200, 50)
    .option('--cursor <text>', 'go on after a page: its `next`')
    .option('--json', 'print one JSON value: { workOrders, next }')
    .action((options: ListOptions) =>
      withStorage(async ({ storage, settings }) => {
        const { sort, limit, cursor } = options;
        const outcome = await storage.staff.list({ ...filterOf(options), sort, limit, cursor });
        if (outcome.kind === 'bad-cursor')
          throw new UsageError('--cursor: expected `next` of a page in the same order.');
        const { kind: _, ...page } = outcome;
        print(options.json, page, () => listed(outcome, settings.zone));
      }),
    );
}

export function addShow(group: Command): void {
  group
    .command('show')
    .description('show one with its fields, history, files and what led to it')
    .argument('<number>')
    .option('--json', 'print one JSON value')
    .action((typed: string, { json }: { readonly json?: boolean }) =>
      withStorage(async ({ storage, settings }) => {
        const found = await storage.staff.find(numberOf(settings.prefix, typed));
        if (found === undefined) process.exitCode = 1;
        print(json, found ?? { error: 'not-found' }, () =>
          found ? shown(found, settings.zone) : unknownNumber,
        );
      }),
    );
}

interface ExportOptions extends FilterOptions {
  readonly format: 'csv' | 'json';
  readonly output?: string;
}

export function addExport(group: Command): void {
  withFilters(group.command('export').description('export all work orders that fit'))
    .addOption(new Option('--format <format>', 'what to write').choices(['csv', 'json']).default('csv'))
    .option('--output <file>', 'write it there and not to the terminal')
    .action((options: ExportOptions) =>
      withStorage(async ({ storage }) => {
        const all = storage.staff.all(filterOf(options), options.sort);
        const text = options.format === 'csv' ? await exportCsv(all) : await exportJson(all);
        if (options.output === undefined) process.stdout.write(text);
        else await writeFile(options.output, text);
      }),
    );
}

async function exportJson(all: AsyncIterable<unknown>): Promise<string> {
  const workOrders: unknown[] = [];
  for await (const one of all) workOrders.push(one);
  return `${JSON.stringify({ workOrders })}\n`;
}

export const unknownNumber = 'There is no such work order.';

function countUpTo200(given: string): number {
  const count = Number(given);
  if (Number.isInteger(count) && count >= 1 && count <= 200) return count;
  throw new UsageError('--limit: expected a whole number from 1 to 200.');
}

function listed({ workOrders, next }: Page, zone: string): string {
  if (workOrders.length === 0) return 'No work orders.';
  const rows = workOrders.map((one) => [
    one.number,
    `${one.status}${one.overdue ? ' !' : ''}`,
    one.priority,
    one.queue,
    one.assignee ?? '-',
    deskTime(one.resolutionDue, zone),
    plainLine(one.subject).slice(0, 80),
  ]);
  const head = ['NUMBER', 'STATUS', 'PRIORITY', 'QUEUE', 'ASSIGNEE', 'DUE', 'SUBJECT'];
  const more = next === null ? '' : `\n\nMore: --cursor ${next}`;
  return `${table([head, ...rows])}${more}`;
}
