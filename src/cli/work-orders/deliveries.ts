import { type Command, Option } from 'commander';
import type { Storage } from '../../storage/storage.ts';
import { withStorage } from '../open-storage.ts';
import { deskTime, plainLine, print, table } from '../printed.ts';

type Outbox = Storage['outbox'];
type Listed = Awaited<ReturnType<Outbox['list']>>[number];

interface Options {
  readonly state?: 'waiting' | 'dead';
  readonly retry?: string;
  readonly json?: boolean;
}

const most = 200;

export function addDeliveries(group: Command): void {
  group
    .command('deliveries')
    .description('what waits to be delivered and what was given up; timers are among what waits')
    .addOption(new Option('--state <state>', 'only these').choices(['waiting', 'dead']))
    .option('--retry <id>', 'begin anew with one that was given up')
    .option('--json', 'print one JSON value: { deliveries } or { id, outcome }')
    .action(({ state, retry, json }: Options) =>
      withStorage(async ({ storage: { outbox }, settings }) => {
        if (retry !== undefined) return retried(outbox, retry, json);
        const states = state === undefined ? (['dead', 'waiting'] as const) : [state];
        const found = await Promise.all(states.map((one) => outbox.list({ state: one, limit: most })));
        const deliveries = found.flat().map(viewed);
        print(json, { deliveries }, () => listed(deliveries, settings.zone));
      }),
    );
}

/** Exit status 1 where there was nothing to begin anew. */
async function retried(outbox: Outbox, id: string, json: boolean | undefined): Promise<void> {
  const outcome = await outbox.retry(id);
  if (outcome !== 'retried') process.exitCode = 1;
  const words = {
    retried: 'It is tried again now, by the server that runs.',
    'not-dead': 'It was not given up: there is nothing to begin anew.',
    'not-found': 'There is no such delivery.',
  } as const;
  print(json, { id, outcome }, () => words[outcome]);
}

const viewed = ({ id, kind, state, attempt, notBefore, error }: Listed) => ({
  ...{ id, kind, state, attempt },
  notBefore: new Date(notBefore).toISOString(),
  error: error ?? null,
});

function listed(deliveries: readonly ReturnType<typeof viewed>[], zone: string): string {
  if (deliveries.length === 0) return 'Nothing waits, and nothing was given up.';
  const rows = deliveries.map(({ id, kind, state, attempt, notBefore, error }) => [
    ...[id, kind, state, String(attempt), deskTime(notBefore, zone)],
    plainLine(error ?? '').slice(0, 80),
  ]);
  return table([['ID', 'KIND', 'STATE', 'ATTEMPTS', 'DUE', 'LAST FAULT'], ...rows]);
}
