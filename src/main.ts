#!/usr/bin/env node
import { readConfig } from './config.ts';
import { LiveDesk } from './live-desk.ts';

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

const args = process.argv.slice(2);
const opening = args[0] === 'serve' && args.length === 1 ? openAhead() : undefined;
const { runCli } = await import('./cli/firstline.ts');
await runCli(args, async () => {
  const { serve } = await import('./serve.ts');
  await serve(opening);
});
