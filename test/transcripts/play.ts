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
import { actAsStaff, readAct, settle } from './staff.ts';

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
  let requester: { zone: string; email?: string; lang?: string } = { zone: 'UTC' };
  /** Numbers in the order in which they were told. */
  const numbers: string[] = [];
  const named = (text: string): string =>
    text
      .replaceAll('{number}', numbers.at(-1) ?? '')
      .replace(/\{number (\d)\}/g, (_, place: string) => numbers[Number(place) - 1] ?? '');

  const hear = async (user: string, message: Message): Promise<readonly Reply[]> => {
    desk.clock.now += 1000;
    const last = await desk.open().runTurn(message);
    const offered = [...last.flatMap((reply) => reply.choices ?? []), ...(heard.get(user)?.offered ?? [])];
    heard.set(user, { last, offered });
    const number = filedNumber(last);
    if (number !== undefined) numbers.push(number);
    return last;
  };

  const from = (user: string) => {
    const id = `test/${run}-${user}`;
    const { zone, email, lang } = requester;
    return {
      id: randomUUID(),
      conversationId: id,
      requester: { id, ...(email && { email }) },
      zone,
      ...(lang && { lang }),
    };
  };

  const labelled = (user: string, written: string): ReplyChoice => {
    const label = named(written);
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
    return hear(user, { ...base, kind: 'attachment', text: named(text), uploads, refused });
  };

  /** What the desk says of itself, which is then the last that the requester heard. */
  const comesByItself = async (user: string): Promise<readonly Reply[]> => {
    const said = await settle(
      desk.open(),
      (id) => id.startsWith(`test/${run}-`),
      () => desk.clock.now,
    );
    const here = said.filter(({ conversationId }) => conversationId === `test/${run}-${user}`);
    const last = here.flatMap(({ replies }) => replies);
    const choices = last.flatMap((reply) => reply.choices ?? []);
    if (last.length > 0)
      heard.set(user, { last, offered: [...choices, ...(heard.get(user)?.offered ?? [])] });
    return last;
  };

  /** Hour by hour, so that timers fire at their times. */
  const pass = async (user: string, ms: number): Promise<readonly Reply[]> => {
    const until = desk.clock.now + ms;
    const said: Reply[] = [];
    while (desk.clock.now < until) {
      desk.clock.now = Math.min(until, desk.clock.now + 3_600_000);
      said.push(...(await comesByItself(user)));
    }
    return said.length > 0 ? said : (heard.get(user)?.last ?? []);
  };

  const happen = async ({ user, happens }: Step): Promise<readonly Reply[]> => {
    switch (happens.kind) {
      case 'says':
        return hear(user, {
          ...from(user),
          kind: 'utterance',
          text: named(happens.text),
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
      case 'answers': {
        const { question } = happens;
        return hear(user, { ...from(user), kind: 'event', name: 'answer-live', question, refused: [] });
      }
      case 'staff-reads':
        return [
          {
            kind: 'notice',
            text: broughtAlong(await continuityOf(desk.open().storage.database.db, numbers.at(-1) ?? '')),
          },
        ];
      case 'passes':
        return pass(user, happens.ms);
      case 'staff': {
        desk.clock.now += 1000;
        const act = readAct(happens.does);
        const refused = await actAsStaff(desk.open(), named(happens.number), act, desk.clock.now);
        return refused.length > 0 ? refused : comesByItself(user);
      }
      case 'restarts':
        await desk.restart();
        break;
      case 'zone':
        requester = { ...requester, zone: happens.zone };
        break;
      case 'speaks':
        requester = { ...requester, lang: happens.lang };
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
    take: async (step: Step): Promise<readonly string[]> => missing(step, await happen(step), named),
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

export function filedNumber(replies: readonly Reply[]): string | undefined {
  const card = replies.find((reply) => reply.kind === 'filed')?.card;
  if (card?.kind === 'work-order') return card.number;
  // A follow-up is told in words.
  return /I have opened \*\*(WO-\S+?)\*\*/.exec(replies.map(({ text }) => text).join('\n'))?.[1];
}

function missing(step: Step, replies: readonly Reply[], named: (text: string) => string): readonly string[] {
  const text = fold(replies.map((reply) => plainMarkdown(reply.text)).join('\n'));
  const labels = replies.flatMap((reply) => reply.choices ?? []).map((one) => one.label);
  const holds = (expected: string): boolean => {
    if (expected.startsWith('! ')) return !holds(expected.slice(2));
    const label = /^\[(.+)\]$/.exec(expected)?.[1];
    return label === undefined ? text.includes(fold(expected)) : labels.includes(label);
  };
  return step.expects
    .map(named)
    .filter((one) => !holds(one))
    .map(
      (one) =>
        `line ${step.line}, "${step.written}": expected ${one}\n--- got\n${text}\n[${labels.join('] [')}]`,
    );
}

const fold = (text: string): string => text.replace(/\s+/g, ' ').trim();
