import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../config.ts';
import { plainMarkdown } from '../conversation/plain-markdown.ts';
import type { Reply } from '../conversation/reply.ts';
import { type OpenDesk, openDesk } from '../open-desk.ts';
import { UsageError } from './usage-error.ts';

/** One thing said, and what its answer must hold; `line` counts from 1. */
export interface ScriptStep {
  readonly said: string;
  readonly line: number;
  readonly expected: readonly { readonly text: string; readonly line: number }[];
}

/**
 * Reads a transcript: `> ` says something, `[Label]` expects a button, any other line a text in the answer;
 * `{number}` is the work order filed last. Headings, and what stands before the first `> `, are for the reader.
 */
export function readScript(text: string): readonly ScriptStep[] {
  const steps: { said: string; line: number; expected: { text: string; line: number }[] }[] = [];
  for (const [index, written] of text.split(/\r?\n/).entries()) {
    const line = index + 1;
    if (written.startsWith('> ')) steps.push({ said: written.slice(2).trim(), line, expected: [] });
    else if (written.trim() !== '' && !written.startsWith('#'))
      steps.at(-1)?.expected.push({ text: written.trim(), line });
  }
  return steps;
}

/** Plays a transcript on a database of its own, gone afterwards; prints it, and gives what was not as it says. */
export async function runScript(
  file: string,
  print: (said: string, replies: readonly Reply[]) => void,
): Promise<readonly string[]> {
  const steps = readScript(await readFile(file, 'utf8').catch(() => missing(file)));
  if (steps.length === 0) throw new UsageError(`${file} says nothing: expected lines that begin with "> ".`);
  const folder = await mkdtemp(join(tmpdir(), 'firstline-script-'));
  try {
    return await onDatabase(join(folder, 'script.sqlite'), (desk) => play(desk, steps, print));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function onDatabase<T>(file: string, use: (desk: OpenDesk) => Promise<T>): Promise<T> {
  const environment = { ...process.env, DATABASE_URL: `sqlite:${file}` };
  const desk = await openDesk(readConfig(environment, process.cwd()), 'cli');
  try {
    return await use(desk);
  } finally {
    await desk.close();
  }
}

function missing(file: string): never {
  throw new UsageError(`There is no transcript at ${file}.`);
}

async function play(
  desk: OpenDesk,
  steps: readonly ScriptStep[],
  print: (said: string, replies: readonly Reply[]) => void,
): Promise<readonly string[]> {
  const base = { conversationId: 'terminal/script', requester: { id: 'terminal/script' } };
  const faults: string[] = [];
  let number = '';
  for (const step of steps) {
    const text = step.said.replaceAll('{number}', number);
    const replies = await desk.runTurn({ ...base, id: randomUUID(), kind: 'utterance', text });
    print(text, replies);
    number = filedIn(replies) ?? number;
    const heard = replies.map(whole).join('\n');
    const unheard = step.expected.filter(
      (one) => !heard.includes(folded(one.text.replaceAll('{number}', number))),
    );
    faults.push(...unheard.map((one) => `line ${one.line}: expected ${one.text}`));
  }
  return faults;
}

const filedIn = (replies: readonly Reply[]): string | undefined =>
  replies
    .flatMap(({ kind, card }) => (kind === 'filed' && card?.kind === 'work-order' ? [card.number] : []))
    .at(-1);

/** As a reader compares: buttons in brackets, spaces once, small letters. */
const whole = ({ text, choices = [] }: Reply): string =>
  folded([plainMarkdown(text), ...choices.map(({ label }) => `[${label}]`)].join('\n'));

const folded = (text: string): string => text.replace(/\s+/g, ' ').trim().toLowerCase();
