import { randomBytes, randomUUID } from 'node:crypto';
import type { Continuity } from '../../src/conversation/continuity.ts';
import type { Message } from '../../src/conversation/message.ts';
import { plainMarkdown } from '../../src/conversation/plain-markdown.ts';
import type { Reply, ReplyChoice } from '../../src/conversation/reply.ts';
import { continuityOf } from '../../src/storage/continuity.ts';
import { keepFile } from '../../src/work-orders/files/keep-file.ts';
import type { TestDesk } from './desk.ts';
import { contentOf } from './file-content.ts';
import type { Happening, Step } from './read-transcript.ts';

/** Plays a transcript; gives what was not as it says, each with its line. The clock and the folder are put back. */
export async function play(desk: TestDesk, steps: readonly Step[]): Promise<readonly string[]> {
  const stage = openStage(desk);
  const began = desk.clock.now;
  try {
    const faults: string[] = [];
    for (const step of steps) faults.push(...(await stage.take(step)));
    return faults;
  } finally {
    desk.clock.now = began;
    await stage.undo();
  }
}

/** What one requester heard: the last replies, and every button since the beginning, the newest first. */
interface Heard {
  readonly last: readonly Reply[];
  readonly offered: readonly ReplyChoice[];
}

function openStage(desk: TestDesk) {
  const run = randomBytes(6).toString('hex');
  const heard = new Map<string, Heard>();
  const undone: (() => Promise<void>)[] = [];
  let requester: { zone: string; email?: string } = { zone: 'UTC' };
  let number = '';

  const hear = async (user: string, message: Message): Promise<readonly Reply[]> => {
    desk.clock.now += 1000;
    const last = await desk.open().runTurn(message);
    const offered = [...last.flatMap((reply) => reply.choices ?? []), ...(heard.get(user)?.offered ?? [])];
    heard.set(user, { last, offered });
    number = filedNumber(last) ?? number;
    return last;
  };

  const from = (user: string) => {
    const id = `test/${run}-${user}`;
    const { zone, email } = requester;
    return { id: randomUUID(), conversationId: id, requester: { id, ...(email && { email }) }, zone };
  };

  const labelled = (user: string, written: string): ReplyChoice => {
    const label = written.replaceAll('{number}', number);
    const found = heard.get(user)?.offered.find((one) => one.label === label);
    if (!found) throw new Error(`Expected [${label}] in a reply before it is pressed`);
    return found;
  };

  const sent = async (user: string, { files, text }: Extract<Happening, { kind: 'sends' }>) => {
    const base = from(user);
    const expiresAt = desk.clock.now + 86_400_000;
    const kept = await Promise.all(
      files.map(({ name, bytes }) =>
        keepFile(desk.open().storage.uploads, {
          id: randomUUID(),
          requesterId: base.requester.id,
          name,
          content: contentOf(name, bytes),
          expiresAt,
        }),
      ),
    );
    const uploads = kept.flatMap((one) => (one.kind === 'kept' ? [one.upload] : []));
    const refused = kept.flatMap((one) => (one.kind === 'refused' ? [one.why] : []));
    return hear(user, { ...base, kind: 'attachment', text, uploads, refused });
  };

  const happen = async ({ user, happens }: Step): Promise<readonly Reply[]> => {
    switch (happens.kind) {
      case 'says':
        return hear(user, {
          ...from(user),
          kind: 'utterance',
          text: happens.text.replaceAll('{number}', number),
        });
      case 'presses': {
        const { label, value } = labelled(user, happens.label);
        return hear(user, { ...from(user), kind: 'choice', value, text: label });
      }
      case 'sends':
        return sent(user, happens);
      case 'opens':
        return hear(user, { ...from(user), kind: 'event', name: 'started' });
      case 'ages':
        return hear(user, { ...from(user), kind: 'event', name: 'draft-aged' });
      case 'staff-reads':
        return [
          { kind: 'notice', text: broughtAlong(await continuityOf(desk.open().storage.database.db, number)) },
        ];
      case 'passes':
        desk.clock.now += happens.ms;
        break;
      case 'restarts':
        await desk.restart();
        break;
      case 'zone':
        requester = { ...requester, zone: happens.zone };
        break;
      case 'vouches':
        requester = { ...requester, email: happens.email };
        break;
      case 'edits': {
        const { file, text, by } = happens;
        await desk.edit(file, text, by);
        undone.unshift(() => desk.edit(file, by, text));
        break;
      }
    }
    return heard.get(user)?.last ?? [];
  };

  return {
    take: async (step: Step): Promise<readonly string[]> => missing(step, await happen(step), number),
    undo: async () => {
      for (const one of undone) await one();
    },
  };
}

function broughtAlong(continuity: Continuity | undefined): string {
  if (!continuity) return 'nothing';
  const { question, shown, revision, removed, transcript } = continuity;
  const articles = shown.map(
    ({ article, confidence, vote }) =>
      `Shown: ${article}, ${confidence > 0.5 ? 'sure' : 'unsure'}, ${vote ?? 'no vote'}`,
  );
  const lines = transcript.map(({ by, text }) => `${by}: ${text}`);
  const known = revision === undefined ? 'No revision' : 'A revision';
  return [`Question: ${question}`, ...articles, known, `Removed: ${removed.join(', ')}`, ...lines].join('\n');
}

export const filedNumber = (replies: readonly Reply[]): string | undefined => {
  const card = replies.find((reply) => reply.kind === 'filed')?.card;
  return card?.kind === 'work-order' ? card.number : undefined;
};

function missing(step: Step, replies: readonly Reply[], number: string): readonly string[] {
  const text = fold(replies.map((reply) => plainMarkdown(reply.text)).join('\n'));
  const labels = replies.flatMap((reply) => reply.choices ?? []).map((one) => one.label);
  const holds = (expected: string): boolean => {
    if (expected.startsWith('! ')) return !holds(expected.slice(2));
    const label = /^\[(.+)\]$/.exec(expected)?.[1];
    return label === undefined ? text.includes(fold(expected)) : labels.includes(label);
  };
  return step.expects
    .map((one) => one.replaceAll('{number}', number))
    .filter((one) => !holds(one))
    .map(
      (one) =>
        `line ${step.line}, "${step.written}": expected ${one}\n--- got\n${text}\n[${labels.join('] [')}]`,
    );
}

const fold = (text: string): string => text.replace(/\s+/g, ' ').trim();
