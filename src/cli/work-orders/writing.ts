import { text as readAll } from 'node:stream/consumers';
import type { Command } from 'commander';
import type { Storage } from '../../storage/storage.ts';
import { actorOf, withStorage } from '../open-storage.ts';
import { print } from '../printed.ts';
import { UsageError } from '../usage-error.ts';
import { numberOf } from './numbers.ts';
import { unknownNumber } from './reading.ts';
import { allowedIn } from './shown.ts';

type Write = Storage['staff']['write'];
type Act = Parameters<Write>[0]['act'];
type Outcome = Awaited<ReturnType<Write>>;

interface WriteOptions {
  readonly as?: string;
  readonly ifVersion?: number;
  readonly json?: boolean;
  readonly note?: boolean;
  readonly reason?: string;
}

export function addTake(group: Command): void {
  writing(group, 'take', 'take it over; a new one is open then').action(
    (number: string, options: WriteOptions) => write(number, { kind: 'take' }, options),
  );
}

export function addReply(group: Command): void {
  writing(group, 'reply', 'write to the requester')
    .argument('<text>', 'what to write; - reads it from the input')
    .option('--note', 'a note that the requester never sees')
    .action(async (number: string, given: string, options: WriteOptions) => {
      const audience = options.note === true ? 'staff' : 'requester';
      await write(number, { kind: 'comment', text: await said(given), audience }, options);
    });
}

export function addAsk(group: Command): void {
  writing(group, 'ask', 'ask the requester; it waits for the answer')
    .argument('<text>', 'what to ask; - reads it from the input')
    .action(async (number: string, given: string, options: WriteOptions) =>
      write(number, { kind: 'ask', text: await said(given) }, options),
    );
}

export function addResolve(group: Command): void {
  moving(group, 'resolve', 'say that it is solved', 'resolved');
}

export function addClose(group: Command): void {
  moving(group, 'close', 'close it for good', 'closed');
}

function moving(group: Command, name: string, does: string, to: 'resolved' | 'closed'): void {
  writing(group, name, does)
    .option('--reason <text>', 'for the history')
    .action((number: string, options: WriteOptions) => {
      const { reason } = options;
      return write(number, { kind: 'move', to, ...(reason === undefined ? {} : { reason }) }, options);
    });
}

const writing = (group: Command, name: string, does: string): Command =>
  group
    .command(name)
    .description(does)
    .argument('<number>')
    .option('--as <name>', 'who does it, for the history; you when left out')
    .option('--if-version <version>', 'only if it is still this version', version)
    .option('--json', 'print one JSON value');

function version(given: string): number {
  if (/^\d{1,15}$/.test(given)) return Number(given);
  throw new UsageError('--if-version: expected the version that `show` told.');
}

const mostCharacters = 10_000;

async function said(given: string): Promise<string> {
  const text = (given === '-' ? await readAll(process.stdin) : given).replaceAll('\0', '').trim();
  if (text !== '' && text.length <= mostCharacters) return text;
  throw new UsageError(`Expected a text of 1 to ${mostCharacters} characters.`);
}

function write(typed: string, act: Act, { as, ifVersion, json }: WriteOptions): Promise<void> {
  const actor = actorOf(as);
  return withStorage(async ({ storage, settings }) => {
    const number = numberOf(settings.prefix, typed);
    tell(
      await storage.staff.write({ number, act, actor, expectedVersion: ifVersion, once: undefined }),
      json,
    );
  });
}

/** Exit status 1 for what was not done. */
function tell(outcome: Outcome, json: boolean | undefined): void {
  if (outcome.kind !== 'done') process.exitCode = 1;
  const { value, words } = viewed(outcome);
  print(json, value, () => words);
}

function viewed(outcome: Outcome): { readonly value: object; readonly words: string } {
  switch (outcome.kind) {
    case 'done':
      return { value: outcome.receipt, words: done(outcome.receipt) };
    case 'not-found':
      return { value: { error: 'not-found' }, words: unknownNumber };
    case 'stale': {
      const { version } = outcome;
      const words = `Nothing was done: it has changed since and is at version ${version} now.`;
      return { value: { error: 'stale', version }, words };
    }
    case 'refused': {
      const { status, allowed } = outcome;
      const words = `Nothing was done: it is ${status}. What it takes now: ${allowedIn(allowed)}.`;
      return { value: { error: 'refused', status, allowed }, words };
    }
    case 'key-reused':
      throw new Error('Unexpected key: the command line gives none');
  }
}

const done = ({
  number,
  status,
  assignee,
  version: at,
}: (Outcome & { readonly kind: 'done' })['receipt']): string =>
  `${number} is ${status}, ${assignee === null ? 'taken by nobody' : `with ${assignee}`}, version ${at}.`;
