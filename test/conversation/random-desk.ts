import { createHash, randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Message } from '../../src/conversation/message.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import { createRunTurn, type Desk } from '../../src/conversation/run-turn.ts';
import { type ConversationState, initialState, readState } from '../../src/conversation/state.ts';
import { exampleOf, schemaOf } from '../../src/work-orders/fields/field-codecs.ts';
import type { WorkOrderType } from '../../src/work-orders/work-order-type.ts';
import { pointer } from '../storage/turns.ts';
import { openTestDesk } from '../transcripts/desk.ts';
import type { Conversation, Step } from './random-steps.ts';

const hour = 3_600_000;

/** A desk on a real ledger that random conversations are held with, each judged as it goes. */
export interface RandomDesk {
  /** Holds one conversation to its end. Throws at the first broken promise. */
  readonly hold: (conversation: Conversation) => Promise<void>;
  /** Work orders filed so far. */
  readonly filed: () => number;
  readonly close: () => Promise<void>;
}

export async function openRandomDesk(): Promise<RandomDesk> {
  const desk = await openTestDesk();
  const { storage } = desk.open();
  const base = desk.open().desk();
  const began = desk.clock.now;
  /** Snapshots in memory, so that each state is seen as it was written; work orders in the real ledger. */
  const states = new Map<string, unknown>();
  let last: unknown = initialState;
  let current: Desk = base;
  let ids = 0;
  let filed = 0;

  const newRunner = () =>
    createRunTurn({
      turns: storage.ledger,
      own: storage.ledger,
      snapshots: {
        read: (key) => Promise.resolve(states.get(key)),
        write: (key, state) => {
          const written: unknown = JSON.parse(JSON.stringify(state));
          states.set(key, written);
          return Promise.resolve();
        },
        remove: (key) => {
          states.delete(key);
          return Promise.resolve();
        },
      },
      desk: () => current,
      now: () => desk.clock.now,
      newId: () => `id-${++ids}`,
    });
  let runTurn = newRunner();

  const state = (): ConversationState => {
    const read = readState(last);
    if (!read) throw new Error(`Expected a readable state, got ${JSON.stringify(last)}`);
    return read;
  };

  /** The state that the ledger points at: of two that race, only one counts. */
  const readLast = async (user: string): Promise<void> => {
    const { snapshot } = await pointer(storage.ledger, user);
    last = snapshot === undefined ? initialState : states.get(snapshot);
  };

  const typeOf = async (hash: string): Promise<WorkOrderType | undefined> =>
    [...base.types.values()].find((type) => type.hash === hash) ?? storage.ledger.pinnedType(hash);

  /** The example of the field being asked; what opens or files a form where none is. */
  const aptAnswer = async (): Promise<string> => {
    const { form, expecting } = state();
    if (!form) return 'open a work order about a missing deposit';
    // No, it is not to be dropped, changed, added or withdrawn.
    if (expecting.kind !== 'form') return 'no';
    const type = await typeOf(form.typeHash);
    const field = type?.fields.find((one) => one.id === form.asking);
    if (!field) return 'send it';
    return exampleOf(field) || (field.required ? 'yes' : 'skip');
  };

  const messageOf = async (
    step: Step,
    user: string,
    heard: readonly (readonly Reply[])[],
  ): Promise<Message | undefined> => {
    const from = { id: `m-${++ids}`, conversationId: user, requester: { id: user }, zone: 'UTC' };
    switch (step.kind) {
      case 'say':
        return { ...from, kind: 'utterance', text: step.text };
      case 'answer':
        return { ...from, kind: 'utterance', text: await aptAnswer() };
      case 'send':
        return {
          ...from,
          kind: 'choice',
          value: step.value.replace('{form}', state().form?.id ?? ''),
          text: '',
        };
      case 'start':
        return { ...from, kind: 'event', name: 'started' };
      case 'timer':
        return { ...from, kind: 'event', name: 'draft-aged' };
      case 'upload':
        return {
          ...from,
          kind: 'attachment',
          text: step.caption,
          uploads: await uploaded(user, step.count),
        };
      case 'press': {
        const choices = (heard.at(-1 - step.ago) ?? []).flatMap((reply) => reply.choices ?? []);
        const pressed = choices[step.at % Math.max(1, choices.length)];
        return pressed
          ? { ...from, kind: 'choice', value: pressed.value, text: pressed.label }
          : { ...from, kind: 'utterance', text: 'open a work order about sign-in trouble' };
      }
      case 'wait':
        desk.clock.now += step.hours * hour;
        return undefined;
      case 'restart':
        runTurn = newRunner();
        return undefined;
      case 'edit':
        current = current === base ? edited(base) : base;
        return undefined;
    }
  };

  const uploaded = async (requesterId: string, count: number) => {
    const kept = await Promise.all(
      Array.from({ length: count }, (_, at) =>
        storage.uploads.put({
          id: randomUUID(),
          requesterId,
          name: `screen-${at}.png`,
          contentType: 'image/png',
          content: new Uint8Array(10),
          expiresAt: desk.clock.now + 1000 * hour,
        }),
      ),
    );
    return kept.filter((one) => one !== undefined);
  };

  /** Runs a message, twice at once where the step says so, and judges the replies and the state. */
  const take = async (step: Step, user: string, heard: (readonly Reply[])[]): Promise<readonly Reply[]> => {
    const message = await messageOf(step, user, heard);
    if (!message) return [];
    desk.clock.now += 1000;
    const doubled = (step.kind === 'say' || step.kind === 'press') && step.twice;
    // The channel's own retry bears the id of the first, a second press one of its own.
    const again = step.kind === 'press' ? { ...message, id: `${message.id}-again` } : message;
    const all = await Promise.all([runTurn(message), ...(doubled ? [runTurn(again)] : [])]);
    await readLast(user);
    for (const replies of all) {
      heard.push(replies);
      judgeReplies(message, replies);
    }
    if (!doubled) judgePatience(state(), all.flat());
    expect(readState(last)).toEqual(last);
    return all.flat();
  };

  /** By plain answers to the number, or by cancelling to no form: both from wherever the conversation is. */
  const end = async (how: Conversation['end'], user: string, heard: (readonly Reply[])[]): Promise<void> => {
    if (how === 'cancel') {
      for (let turn = 0; turn < 4 && state().form; turn++) {
        const text = state().expecting.kind === 'cancel' ? 'yes' : 'cancel';
        await take({ kind: 'say', text, twice: false }, user, heard);
      }
      expect(state().form).toBeUndefined();
      return;
    }
    for (let turn = 0; turn < 40; turn++) {
      const replies = await take({ kind: 'answer' }, user, heard);
      if (replies.some(({ kind }) => kind === 'filed')) return;
    }
    throw new Error(`Expected a filing after 40 apt answers, still at ${JSON.stringify(state().expecting)}`);
  };

  const hold = async ({ steps, end: how }: Conversation): Promise<void> => {
    const user = `random/${randomUUID()}`;
    const heard: (readonly Reply[])[] = [];
    desk.clock.now = began;
    current = base;
    last = initialState;
    for (const step of steps) await take(step, user, heard);
    await end(how, user, heard);
    filed += await judgeLedger(user, heard);
    states.clear();
  };

  /** Each number told is one work order, and each work order was told: none lost, none doubled. */
  const judgeLedger = async (user: string, heard: readonly (readonly Reply[])[]): Promise<number> => {
    const own = await storage.ledger.list(user);
    expect(own.map(({ number }) => number).toSorted()).toEqual([...numbersTold(heard)].toSorted());
    const { db } = storage.database;
    for (const { number, typeHash, fields } of own) {
      const type = await typeOf(typeHash);
      expect(type && schemaOf(type).safeParse(fields)).toMatchObject({ success: true });
      const rows = await db.selectFrom('outbox').select('kind').where('id', '=', `${number}/1`).execute();
      expect(rows).toEqual([{ kind: 'work-order.filed' }]);
      const brought = await db
        .selectFrom('continuity')
        .select('json')
        .where('number', '=', number)
        .executeTakeFirst();
      expect(brought?.json.length).toBeLessThan(100_000);
    }
    const said = await db
      .selectFrom('turns')
      .select(['said', 'replies'])
      .where('conversation_id', '=', user)
      .execute();
    expect(JSON.stringify([said, own, [...states.values()]])).not.toContain('Hunter2');
    return own.length;
  };

  return { hold, filed: () => filed, close: () => desk.close() };
}

function judgeReplies(message: Message, replies: readonly Reply[]): void {
  if (message.kind !== 'event') expect(replies.length).toBeGreaterThan(0);
  for (const reply of replies) expect(reply.text.trim()).not.toBe('');
  expect(JSON.stringify(replies)).not.toMatch(/\uE000|\uE001|\bundefined\b|\[object Object\]/);
}

/** A prompt that has come three times offers a way out that is not an answer. */
function judgePatience({ form, expecting }: ConversationState, replies: readonly Reply[]): void {
  const prompt = replies.findLast(({ kind }) => kind === 'prompt');
  if (!prompt || expecting.kind !== 'form' || !form?.asking || form.attempts < 3) return;
  expect(prompt.choices?.map(({ value }) => value)).toEqual(
    expect.arrayContaining(['command:person', `form:${form.id}:cancel`]),
  );
}

/** A follow-up is told in the status of its own command, not as a filing; the rest by their cards. */
const numbersTold = (heard: readonly (readonly Reply[])[]): ReadonlySet<string> =>
  new Set(
    heard
      .flat()
      .flatMap(({ kind, card }) => (kind === 'filed' && card?.kind === 'work-order' ? [card.number] : [])),
  );

/** The same types under other titles and prompts, as somebody's edit of every file would make them. */
function edited(desk: Desk): Desk {
  const types = [...desk.types.values()].map((type): WorkOrderType => {
    const fields = type.fields.map((field) => ({ ...field, prompt: `${field.prompt} (edited)` }));
    const hash = createHash('sha256').update(`edited ${type.hash}`).digest('hex');
    return { ...type, fields, hash };
  });
  return { ...desk, types: new Map(types.map((type) => [type.id, type])) };
}
