import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../src/conversation/message.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import { createRunTurn, type RunTurn } from '../../src/conversation/run-turn.ts';
import { readState } from '../../src/conversation/state.ts';
import { exampleOf, schemaOf } from '../../src/work-orders/fields/field-codecs.ts';
import { openTestDesk, type TestDesk } from '../transcripts/play.ts';

/** What people say, apt or not: answers of every kind, commands, questions, numbers, noise. */
const sayings = [
  [
    'open a work order about sign-in trouble',
    'open a work order about a missing deposit',
    'file an account change',
  ],
  [
    'open a work order',
    'report a phishing site',
    'my account was hacked',
    'I lost my authenticator',
    'deposit',
  ],
  [
    'anna@mail.example',
    'The password',
    '0.25 ETH',
    '50',
    '1',
    '2',
    '3',
    '7',
    'yesterday at 7am',
    '2026-11-20 14:30',
  ],
  ['7f3c1d9a5e8b2046c4d7e1f09a3b5c6d8e2f4a1b7c9d0e3f5a6b8c1d2e4f7a90', '+49 30 23125 014', 'Portugal'],
  ['I got a new phone, and my authenticator app is empty since then.', 'https://northgate-login.example'],
  ['yes', 'no', 'ok', 'send it', 'cancel', 'back', 'skip', 'help', 'status', 'start over', 'resume'],
  [
    'talk to a person',
    'add',
    'escalate',
    'withdraw',
    'not quite',
    'that helped',
    'thanks',
    'hi',
    'none of these',
  ],
  [
    'change the amount to 1 BTC',
    'the e-mail address is wrong',
    'change kind of transaction to trade',
    'amount',
  ],
  [
    'how long does a reply take?',
    'what is a backup code?',
    'WO-1234-5678',
    'WO-0000-0000',
    'add to WO-0000-0000: x',
  ],
  [
    '',
    '😀',
    '???',
    '密码忘记了',
    '**x** [y](z) %EE%80%80a%09b%EE%80%81',
    '\uE000file:x\tnumber\uE001',
    '$& $1',
  ],
  ['my password is Hunter2Summer!', 'constructor', '__proto__', 'x'.repeat(8001)],
].flat();

type Step =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'press'; readonly at: number; readonly ago: number }
  | { readonly kind: 'send'; readonly value: string }
  /** What the prompt asks for. */
  | { readonly kind: 'answer' }
  | { readonly kind: 'start' }
  | { readonly kind: 'upload'; readonly count: number };

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('say' as const), text: fc.constantFrom(...sayings) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('say' as const),
      text: fc.string({ unit: 'binary', maxLength: 80 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('press' as const),
      at: fc.nat(8),
      ago: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(4) }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('send' as const),
      value: fc.oneof(
        fc.string({ maxLength: 30 }),
        fc.constantFrom(
          'edit:f:x',
          'form:{form}:file',
          'form:{form}:keep',
          'edit:{form}:x',
          'edit:{form}:direction',
          'value:{form}:what-happened:It never arrived, %EE%80%80file:x%09number%EE%80%81',
          'value:{form}:direction:trade',
          'value:f:email:x',
          'work-order:WO-0000-0000:withdraw-now',
          'type:nothing',
          'none',
        ),
      ),
    }),
  },
  { weight: 14, arbitrary: fc.constant({ kind: 'answer' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'start' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('upload' as const), count: fc.nat(6) }) },
);

/** Some of them well under way before the first odd thing is said. */
const conversations: fc.Arbitrary<readonly Step[]> = fc
  .tuple(fc.nat(9), fc.array(steps, { minLength: 1, maxLength: 20, size: 'max' }))
  .map(([apt, odd]) => [...Array.from({ length: apt }, () => ({ kind: 'answer' as const })), ...odd]);

describe('random conversations', () => {
  let desk: TestDesk;
  let runTurn: RunTurn;
  /** Snapshots in memory, so that each state is seen as it was written; work orders in the real ledger. */
  const states = new Map<string, unknown>();
  let last: unknown;
  let users = 0;
  let messages = 0;
  let filed = 0;

  beforeAll(async () => {
    desk = await openTestDesk();
    runTurn = createRunTurn({
      turns: desk.storage.ledger,
      own: desk.storage.ledger,
      snapshots: {
        read: (key) => Promise.resolve(states.get(key)),
        write: (key, state) => {
          last = JSON.parse(JSON.stringify(state));
          states.set(key, last);
          return Promise.resolve();
        },
      },
      desk: desk.desk,
      now: () => desk.clock.now,
      newId: () => `form-${++messages}`,
    });
  });
  afterAll(() => desk.close());

  /** The example of the field being asked; what opens or files a form where none is. */
  const aptAnswer = (): string => {
    const form = readState(last)?.form;
    if (!form) return 'open a work order about a missing deposit';
    const field = desk
      .desk()
      .types.get(form.type)
      ?.fields.find((one) => one.id === form.asking);
    if (!field) return 'send it';
    return exampleOf(field) || (field.required ? 'yes' : 'skip');
  };

  const messageOf = (step: Step, user: string, heard: readonly (readonly Reply[])[]): Message => {
    const base = { id: `m-${++messages}`, conversationId: user, requester: { id: user }, zone: 'UTC' };
    switch (step.kind) {
      case 'say':
        return { ...base, kind: 'utterance', text: step.text };
      case 'answer':
        return { ...base, kind: 'utterance', text: aptAnswer() };
      case 'send':
        // The open form's id, as somebody would who forges a button of it.
        return {
          ...base,
          kind: 'choice',
          value: step.value.replace('{form}', readState(last)?.form?.id ?? ''),
          text: '',
        };
      case 'start':
        return { ...base, kind: 'event', name: 'started' };
      case 'upload': {
        const uploads = Array.from({ length: step.count }, (_, at) => ({
          id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
          name: 'screen.png',
          contentType: 'image/png',
          bytes: 10,
        }));
        return { ...base, kind: 'attachment', text: '', uploads };
      }
      case 'press': {
        const choices = (heard.at(-1 - step.ago) ?? []).flatMap((reply) => reply.choices ?? []);
        const pressed = choices[step.at % Math.max(1, choices.length)];
        return pressed
          ? { ...base, kind: 'choice', value: pressed.value, text: pressed.label }
          : { ...base, kind: 'utterance', text: 'open a work order about sign-in trouble' };
      }
    }
  };

  const say = (user: string, text: string) => runTurn(messageOf({ kind: 'say', text }, user, []));

  it('never throw, never fall silent, keep a readable state, and can always be left', async () => {
    await fc.assert(
      fc.asyncProperty(conversations, async (conversation) => {
        const user = `random/${++users}`;
        const heard: (readonly Reply[])[] = [];
        const filings = new Set<string>();
        for (const step of conversation) {
          const replies = await runTurn(messageOf(step, user, heard));
          heard.push(replies);
          expect(replies.length).toBeGreaterThan(0);
          for (const reply of replies) expect(reply.text.trim()).not.toBe('');
          expect(JSON.stringify(replies)).not.toMatch(/\uE000|\uE001|\bundefined\b|\[object Object\]/);
          expect(readState(last)).toEqual(last);
          for (const reply of replies) {
            if (reply.kind === 'filed' && reply.card?.kind === 'work-order') filings.add(reply.card.number);
          }
        }
        const own = await desk.storage.ledger.list(user);
        filed += own.length;
        expect(new Set(own.map((one) => one.number))).toEqual(filings);
        for (const one of own) {
          const type = desk.desk().types.get(one.type);
          expect(type && schemaOf(type).safeParse(one.fields)).toMatchObject({ success: true });
        }
        if (readState(last)?.form) {
          await say(user, 'cancel');
          if (readState(last)?.expecting.kind !== 'cancel') await say(user, 'cancel');
          await say(user, 'yes');
        }
        expect(readState(last)?.form).toBeUndefined();
      }),
      { numRuns: 200 },
    );
    expect(filed).toBeGreaterThan(20);
  }, 120_000);
});
