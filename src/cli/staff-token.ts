import { createHash, randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { staffName, staffRoles } from '../config.ts';
import { UsageError } from './usage-error.ts';

interface Options {
  readonly json?: boolean;
}

export function addStaffToken(program: Command): void {
  program
    .command('staff-token')
    .description('make a token for the staff API; it is shown once and kept nowhere')
    .argument('<name>', 'who will hold it, as the history of work orders will say')
    .argument('<role>', staffRoles.join(', '))
    .option('--json', 'print one JSON value: { token, setting }')
    .action((name: string, role: string, { json }: Options) => {
      const made = makeToken(name, role);
      process.stdout.write(`${json ? JSON.stringify(made) : told(name, made)}\n`);
    });
}

interface Made {
  readonly token: string;
  /** The entry for STAFF_TOKENS. */
  readonly setting: string;
}

function makeToken(name: string, role: string): Made {
  if (!staffName.test(name))
    throw new UsageError(
      'A name takes letters, digits, dots, dashes and underscores, at most 64; `none` is nobody.',
    );
  if (!staffRoles.some((one) => one === role))
    throw new UsageError(`Unexpected role "${role}", expected ${staffRoles.join(', ')}.`);
  const token = `fl_${randomBytes(32).toString('base64url')}`;
  return { token, setting: `${name}:${role}:${createHash('sha256').update(token).digest('hex')}` };
}

const told = (name: string, { token, setting }: Made): string =>
  [
    `The token of ${name}, shown this once:`,
    '',
    `  ${token}`,
    '',
    'Add this to STAFF_TOKENS, split from others by a comma, and restart the server:',
    '',
    `  ${setting}`,
  ].join('\n');
