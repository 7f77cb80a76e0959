import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainMarkdown } from '../../src/conversation/plain-markdown.ts';
import { readConfig } from '../../src/config.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import { type OpenDesk, openDesk } from '../../src/open-desk.ts';

/** A desk on its own database in a temporary folder; Tuesday 24 November 2026, 10:00 UTC, moved by hand. */
export interface TestDesk extends OpenDesk {
  readonly clock: { now: number };
}

export async function openTestDesk(knowledge = './knowledge'): Promise<TestDesk> {
  const folder = await mkdtemp(join(tmpdir(), 'firstline-'));
  const clock = { now: Date.UTC(2026, 10, 24, 10) };
  const config = readConfig(
    { DATABASE_URL: `sqlite:${folder}/desk.sqlite`, KNOWLEDGE_DIR: knowledge },
    folder,
  );
  const desk = await openDesk(config, 'cli', () => clock.now);
  return {
    ...desk,
    clock,
    close: async () => {
      await desk.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One step of a transcript: who says what, and what the desk's replies must have. */
export interface Step {
  readonly line: number;
  readonly user: string;
  readonly says: string;
  readonly expects: readonly string[];
}

/**
 * Reads a transcript: `> ` is what the requester types, `> NAME: ` another requester. Below it each
 * line must stand in the replies, `[Label]` must be offered, `! ` must not stand there, `(…)` is a note.
 */
export function readTranscript(markdown: string): readonly Step[] {
  const steps: { line: number; user: string; says: string; expects: string[] }[] = [];
  for (const [index, text] of markdown.split('\n').entries()) {
    const said = /^> ?(?:([A-Z]{2,}): )?(.*)$/.exec(text);
    if (said) steps.push({ line: index + 1, user: said[1] ?? 'REQUESTER', says: said[2] ?? '', expects: [] });
    else if (text.trim() && !/^[#(]/.test(text)) steps.at(-1)?.expects.push(text.trim());
  }
  return steps;
}

/** Plays a transcript; gives what was not as it says, each with its line. */
export async function play(desk: TestDesk, steps: readonly Step[]): Promise<readonly string[]> {
  const run = randomBytes(6).toString('hex');
  const faults: string[] = [];
  let number = '';
  for (const step of steps) {
    const says = step.says.replaceAll('{number}', number);
    const user = `test/${run}-${step.user}`;
    const replies = await desk.runTurn({
      id: randomUUID(),
      kind: 'utterance',
      text: says,
      conversationId: user,
      requester: { id: user },
      zone: 'UTC',
    });
    number = filedNumber(replies) ?? number;
    faults.push(...missing(step, replies, number));
  }
  return faults;
}

const filedNumber = (replies: readonly Reply[]): string | undefined => {
  const card = replies.find((reply) => reply.kind === 'filed')?.card;
  return card?.kind === 'work-order' ? card.number : undefined;
};

function missing(step: Step, replies: readonly Reply[], number: string): readonly string[] {
  const text = fold(replies.map((reply) => plainMarkdown(reply.text)).join('\n'));
  const labels = replies.flatMap((reply) => reply.choices ?? []).map((one) => one.label);
  const holds = (expected: string): boolean => {
    if (expected.startsWith('! ')) return !text.includes(fold(expected.slice(2)));
    const label = /^\[(.+)\]$/.exec(expected)?.[1];
    return label === undefined ? text.includes(fold(expected)) : labels.includes(label);
  };
  return step.expects
    .map((one) => one.replaceAll('{number}', number))
    .filter((one) => !holds(one))
    .map(
      (one) =>
        `line ${step.line}, "${step.says}": expected ${one}\n--- got\n${text}\n[${labels.join('] [')}]`,
    );
}

const fold = (text: string): string => text.replace(/\s+/g, ' ').trim();
