import type { Command } from 'commander';
import { actorOf, withStorage } from './open-storage.ts';
import { print } from './printed.ts';

interface Options {
  readonly as?: string;
  readonly json?: boolean;
}

export function addPrivacy(program: Command): void {
  const group = program.command('privacy').description('what is kept of one requester');
  group
    .command('export')
    .description('everything about one requester as one JSON value, files included (base64)')
    .argument('<requester>', 'id of the requester, as `work-orders show` tells it')
    .option('--json', 'as it is anyway')
    .action((requester: string) =>
      withStorage(async ({ storage }) => {
        const found = await storage.privacy.export(requester);
        print(true, found ?? { error: 'not-found' }, () => '');
        if (found === undefined) process.exitCode = 1;
      }),
    );
  group
    .command('erase')
    .description('erase everything about one requester; numbers and figures stay; there is no way back')
    .argument('<requester>', 'id of the requester, as `work-orders show` tells it')
    .option('--as <name>', 'who does it, for the record; you when left out')
    .option('--json', 'print one JSON value: { workOrders, attachments, conversations, questions }')
    .action((requester: string, { as, json }: Options) => {
      const actor = actorOf(as);
      return withStorage(async ({ storage }) => {
        const erased = await storage.privacy.erase(requester, actor);
        print(json, erased, () => told(erased));
        if (Object.values(erased).every((count) => count === 0)) process.exitCode = 1;
      });
    });
}

const told = (erased: Readonly<Record<string, number>>): string =>
  `Erased: ${Object.entries(erased)
    .map(([what, count]) => `${what} ${count}`)
    .join(', ')}.`;
