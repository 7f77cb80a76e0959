import { randomUUID } from 'node:crypto';
import { createInterface, type Interface } from 'node:readline';
import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import type { Message } from '../conversation/message.ts';
import { plainMarkdown } from '../conversation/plain-markdown.ts';
import type { Reply } from '../conversation/reply.ts';
import { type OpenDesk, openDesk } from '../open-desk.ts';
import { guardSecrets } from '../work-orders/secret-guard.ts';
import { runScript } from './chat-script.ts';
import { knowledgeFolder } from './knowledge-folder.ts';
import { say } from './printed.ts';
import { tellFaults } from './tell-faults.ts';
import { UsageError } from './usage-error.ts';

interface Options {
  readonly user: string;
  readonly script?: string;
}

export function addChat(program: Command): void {
  program
    .command('chat')
    .description('talk in the terminal; choices by number, Ctrl-D leaves and keeps the draft')
    .option('--user <name>', 'who is talking: a name of letters, digits, dots, dashes', 'me')
    .option(
      '--script <file>',
      'play a transcript on a database of its own; exit 1 where it is not as it says',
    )
    .action(async (options: Options) => {
      // A desk that knows nothing would greet all the same.
      await knowledgeFolder(undefined);
      await (options.script === undefined ? chat(options) : playScript(options.script));
    });
}

async function chat({ user }: Options): Promise<void> {
  if (!/^[\w.-]{1,64}$/.test(user))
    throw new UsageError('--user takes letters, digits, dots and dashes, at most 64.');
  const desk = await openDesk(readConfig(process.env, process.cwd()), 'cli');
  try {
    tellFaults(desk.desk().diagnostics);
    await talk(desk, user);
  } finally {
    await desk.close();
  }
}

async function playScript(file: string): Promise<void> {
  const faults = await runScript(file, (said, replies) => {
    process.stdout.write(`> ${said}\n`);
    print(replies);
  });
  for (const fault of faults) process.stderr.write(`${file}: ${fault}\n`);
  if (faults.length > 0) process.exitCode = 1;
}

async function talk(desk: OpenDesk, user: string): Promise<void> {
  const base = { conversationId: `terminal/${user}`, requester: { id: `terminal/${user}`, name: user } };
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const run = (message: { kind: 'utterance'; text: string } | { kind: 'event'; name: 'started' }) =>
    respond(desk, { ...base, zone, id: randomUUID(), ...message });
  const terminal = createInterface({
    input: process.stdin,
    output: process.stdout,
    terminal: process.stdin.isTTY,
    history: await saidBefore(desk, base.conversationId),
    prompt: '> ',
  });
  // Listening begins here: what is piped in would be lost while the welcome is looked up.
  const input = terminal[Symbol.asyncIterator]();
  await run({ kind: 'event', name: 'started' });
  for await (const line of prompted(terminal, input)) {
    await remember(desk, base.conversationId, line);
    await run({ kind: 'utterance', text: line });
  }
}

/** Prompts, and gives each line once the answer to the one before is said. */
async function* prompted(terminal: Interface, input: AsyncIterableIterator<string>): AsyncGenerator<string> {
  // Piped input may have ended while lines of it still wait; a closed terminal refuses to prompt.
  let open = true;
  terminal.once('close', () => {
    open = false;
  });
  terminal.prompt();
  for await (const line of input) {
    yield line;
    if (open) terminal.prompt();
  }
}

async function respond(desk: OpenDesk, message: Message): Promise<void> {
  const replies = await desk
    .runTurn(message)
    .catch((): readonly Reply[] => [
      { kind: 'notice', text: desk.desk().phrases(undefined).say('turn.failed') },
    ]);
  print(replies);
}

function print(replies: readonly Reply[]): void {
  const choices = replies.flatMap((reply) => reply.choices ?? []);
  // Each under its own reply; numbered through, since a typed number counts over all of them.
  const parts = replies.flatMap((reply) => [
    plainMarkdown(reply.text),
    (reply.choices ?? []).map((one) => `  ${choices.indexOf(one) + 1}. ${one.label}`).join('\n'),
  ]);
  say(`\n${parts.filter(Boolean).join('\n\n')}\n`);
}

/** Newest first, as readline wants it. */
async function saidBefore(desk: OpenDesk, conversationId: string): Promise<string[]> {
  const logged = await desk.storage.activityLog.since(conversationId, 0);
  return logged.map(({ activity }) => String(JSON.parse(activity))).reverse();
}

async function remember(desk: OpenDesk, conversationId: string, line: string): Promise<void> {
  if (line.trim() === '') return;
  await desk.storage.activityLog.append(conversationId, JSON.stringify(guardSecrets(line).text), {
    id: randomUUID(),
    processed: true,
  });
}
