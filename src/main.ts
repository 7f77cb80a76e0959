#!/usr/bin/env node
import { readConfig } from './config.ts';
import { LiveDesk } from './live-desk/live-desk.ts';

/**
 * A server's knowledge folder is read and learned in a thread of its own while this one still loads most
 * of the program. Undefined where settings are wrong: `serve` says what is.
 */
function openAhead(): Promise<LiveDesk> | undefined {
  try {
    const opening = LiveDesk.open(readConfig(process.env, process.cwd()).KNOWLEDGE_DIR);
    // Whoever serves awaits it and hears of a fault; until then it must not end the process.
    opening.catch(() => {});
    return opening;
  } catch {
    return undefined;
  }
}

async function serveDesk(opening?: Promise<LiveDesk>): Promise<void> {
  const { serve } = await import('./serve.ts');
  await serve(opening);
}

/** A server needs none of what the other commands bring. */
async function serveAtOnce(): Promise<void> {
  const opening = openAhead();
  const { withExitStatus } = await import('./cli/exit-status.ts');
  await withExitStatus(() => serveDesk(opening));
}

async function runCommand(args: readonly string[]): Promise<void> {
  const { runCli } = await import('./cli/firstline.ts');
  await runCli(args, serveDesk);
}

const args = process.argv.slice(2);
await (args.length === 1 && args[0] === 'serve' ? serveAtOnce() : runCommand(args));
