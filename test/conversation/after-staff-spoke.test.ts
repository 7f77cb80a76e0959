import { randomBytes, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/conversation/outcome.ts';
import type { Desk } from '../../src/conversation/run-turn.ts';
import { initialState } from '../../src/conversation/state.ts';
import { takeTurn } from '../../src/conversation/take-turn.ts';
import type { View } from '../../src/conversation/view.ts';
import { applied } from '../../src/work-orders/lifecycle.ts';
import { newNumber } from '../../src/work-orders/number.ts';
import type { Change, WorkOrder, WorkOrderEvent } from '../../src/work-orders/work-order.ts';
import { aWorkOrder } from '../work-orders/work-orders.ts';
import { ann, NOW, sampleDesk, utterance } from './chat.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await sampleDesk;
}, 180_000);

const number = newNumber('WO', randomBytes);
const opened = aWorkOrder({ number, status: 'open', subject: 'My statement' });
const day = 86_400_000;

function viewOf(own: readonly WorkOrder[], history: readonly WorkOrderEvent[], now = NOW): View {
  const { lang, say } = desk.phrases('en');
  return {
    ...{ now, zone: 'UTC', lang, say, own, newId: randomUUID },
    ...{ vouched: undefined, mails: true, pinned: undefined },
    desk: desk.settings,
    knowledge: desk.knowledge,
    types: desk.types,
    typeFinder: desk.typeFinder,
    histories: new Map([[number, history]]),
  };
}

/** What staff did is told in the chat, and then the requester says something, `later` ms after that. */
function heard(changes: readonly Change[], said: string, later = 0): Outcome {
  const { workOrder, events } = applied(opened, changes, { role: 'staff', id: 'eve' }, NOW);
  const view = viewOf([workOrder], events, NOW);
  const change = { number, firstVersion: 2, lastVersion: workOrder.version };
  const event = { ...ann, id: 'e', kind: 'event', name: 'work-order-changed', ...change } as const;
  const told = takeTurn(initialState, event, view);
  expect(told.replies).toHaveLength(1);
  return takeTurn(told.state, utterance(said, 'm'), viewOf([workOrder], events, NOW + later));
}

/** The command in short: "comment It was Berlin", "rate 5", or "none". */
function inShort({ commands: [command] }: Outcome): string {
  switch (command?.kind) {
    case 'comment':
      return `comment ${command.text}`;
    case 'rate':
      return `rate ${command.score} ${command.comment ?? ''}`.trim();
    default:
      return command?.kind ?? 'none';
  }
}

const asked: readonly Change[] = [
  { kind: 'asked', text: 'Which city?' },
  { kind: 'status', from: 'open', to: 'pending' },
];
const replied: readonly Change[] = [{ kind: 'comment', text: 'We look into it.', audience: 'requester' }];
const solved: readonly Change[] = [{ kind: 'status', from: 'open', to: 'resolved' }];

describe('after a question from staff', () => {
  it.each(['It was Berlin', 'yes', 'no', 'ok', '12345', 'Is the receipt of my bank enough for you?'])(
    '%j answers it',
    (said) => expect(inShort(heard(asked, said))).toBe(`comment ${said}`),
  );
  it.each([
    'thanks',
    'hi',
    '😀',
    'help',
    'my work orders',
    'open a work order about a missing deposit',
    'How do I turn on two-factor authentication?',
    'cancel',
  ])('%j does not', (said) => expect(inShort(heard(asked, said))).toBe('none'));
  it('it still does after a week', () =>
    expect(inShort(heard(asked, 'It was Berlin', 7 * day))).toBe('comment It was Berlin'));
});

describe('after a reply from staff', () => {
  it.each(['Please hurry, I need it on Monday.', 'The city was Berlin'])('%j answers it', (said) =>
    expect(inShort(heard(replied, said))).toBe(`comment ${said}`),
  );
  it.each(['thanks a lot', 'yes', 'no', 'ok', 'bye', 'help'])('%j does not', (said) =>
    expect(inShort(heard(replied, said))).toBe('none'),
  );
  it('nothing does two days later', () =>
    expect(inShort(heard(replied, 'My deposit is missing', 2 * day))).toBe('none'));
});

describe('after it was closed', () => {
  it.each(['My deposit is missing', 'thanks', 'It was Berlin'])('%j is about something else', (said) =>
    expect(inShort(heard([{ kind: 'status', from: 'open', to: 'closed' }], said))).toBe('none'),
  );
});

describe('after it was solved', () => {
  it.each([
    ['5', 'rate 5'],
    ['5 (very well)', 'rate 5'],
    ['4/5', 'rate 4'],
    ['3 out of 5, it took long', 'rate 3 it took long'],
    ['5 stars: quick and kind', 'rate 5 quick and kind'],
    ['2 - slow', 'rate 2 slow'],
  ])('%j is %j', (said, expected) => expect(inShort(heard(solved, said))).toBe(expected));
  it.each([
    'The second page is empty.',
    'thanks, but it is still locked',
    '50 EUR went astray',
    '3 files are still missing',
  ])('%j reopens it', (said) => {
    const outcome = heard(solved, said);
    expect(inShort(outcome)).toBe(`comment ${said}`);
    expect(outcome.replies[0]?.text).toContain('is open again');
  });
  it.each(['thanks', 'great', 'Works now, thank you so much for your help', 'perfect', 'yes', 'bye', '6'])(
    '%j does nothing',
    (said) => {
      const outcome = heard(solved, said);
      expect(inShort(outcome)).toBe('none');
      expect(outcome.replies.map(({ text }) => text).join()).not.toContain('from 1 (badly)');
    },
  );
  it.each(['not solved', 'It is not solved yet'])('%j asks what is wrong', (said) => {
    const outcome = heard(solved, said);
    expect(outcome.state.expecting).toMatchObject({ kind: 'reopening', number });
  });
});

describe('a change that is told', () => {
  const event = (firstVersion: number, lastVersion: number) =>
    ({
      ...ann,
      id: 'e',
      kind: 'event',
      name: 'work-order-changed',
      number,
      firstVersion,
      lastVersion,
    }) as const;
  const staff = { role: 'staff', id: 'eve' } as const;

  it('is not told where the work order is not the requester’s, or where it is for staff', () => {
    const { workOrder, events } = applied(
      opened,
      [{ kind: 'comment', text: 'Fraud?', audience: 'staff' }],
      staff,
      NOW,
    );
    expect(takeTurn(initialState, event(2, 2), viewOf([workOrder], events)).replies).toEqual([]);
    expect(takeTurn(initialState, event(2, 2), viewOf([], [])).replies).toEqual([]);
  });

  it('asks for a rating once, and not after one was given', () => {
    const again: readonly Change[] = [...solved, { kind: 'status', from: 'resolved', to: 'open' }, ...solved];
    const { workOrder, events } = applied(opened, again, staff, NOW);
    const text = (first: number, last: number, one: WorkOrder) =>
      takeTurn(initialState, event(first, last), viewOf([one], events)).replies[0]?.text ?? '';
    expect(text(2, 2, workOrder)).toContain('from 1 (badly)');
    expect(text(4, 4, workOrder)).not.toContain('from 1 (badly)');
    expect(text(2, 2, { ...workOrder, rating: { score: 3 } })).not.toContain('from 1 (badly)');
  });

  it('shows what staff wrote as text, line by line', () => {
    const { workOrder, events } = applied(
      opened,
      [{ kind: 'asked', text: 'See [here](https://evil.example)\n**now**' }],
      staff,
      NOW,
    );
    const [reply] = takeTurn(initialState, event(2, 2), viewOf([workOrder], events)).replies;
    expect(reply?.text).toContain('> See \\[here\\](https://evil.example)\n> \\*\\*now\\*\\*');
  });
});
