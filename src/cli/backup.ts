import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { backUp } from '../storage/backup.ts';

interface Options {
  readonly json?: boolean;
}

export function addBackup(program: Command): void {
  program
    .command('backup')
    .description('copy the embedded database whole into a new folder, also while the server runs')
    .argument('<folder>')
    .option('--json', 'print one JSON value: { ledger, state }')
    .action(async (folder: string, { json }: Options) => {
      const backup = await backUp(readConfig(process.env, process.cwd()).DATABASE_URL, folder);
      process.stdout.write(`${json ? JSON.stringify(backup) : told(backup.ledger)}\n`);
    });
}

const told = (ledger: string): string =>
  `Backed up. To restore it: stop the server, and start it with DATABASE_URL=sqlite:${ledger}, or copy all of the ` +
  "folder's files over those of the database first.";
