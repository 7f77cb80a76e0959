import { expect, it } from 'vitest';
import { figuresOf } from '../../../src/cli/report/figures.ts';
import type { DeskLog, LoggedQuestion, LoggedWorkOrder } from '../../../src/storage/figures.ts';
import { cpuMs } from '../../cpu-time.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const start = Date.UTC(2026, 10, 1);
const now = start + 20 * DAY;

const asked = (
  id: string,
  conversation: string,
  at: number,
  more: Partial<LoggedQuestion> = {},
): LoggedQuestion => ({
  ...{ id, conversation, requester: `of-${conversation}`, at: start + at, question: `question ${id}` },
  ...{ outcome: 'confident', article: 'fees', confidence: 0.9 },
  ...more,
});

const filed = (
  number: string,
  conversation: string,
  at: number,
  more: Partial<LoggedWorkOrder> = {},
): LoggedWorkOrder => ({
  ...{ number, type: 'general', at: start + at, conversation, requester: `of-${conversation}` },
  about: { question: '', shown: [] },
  ...{ firstResponseDue: start + at + DAY, respondedAt: undefined },
  ...{ resolutionDue: start + at + 3 * DAY, resolvedAt: undefined, rating: undefined },
  ...more,
});

/** Ten questions of eight people, each with its fate in its id. */
const log: DeskLog = {
  waiting: [],
  questions: [
    asked('confirmed', 'a', 0),
    asked('presumed', 'b', 0),
    asked('failed: fallback', 'c', 0, { outcome: 'fallback', article: undefined, confidence: 0.1 }),
    asked('failed: not quite', 'd', 0),
    asked('failed: work order', 'e', 0),
    asked('reversed, said to have helped', 'f', 0),
    asked('reversed, presumed', 'g', 0, { requester: 'gina' }),
    asked('undecided: another question followed', 'h', 0),
    asked('undecided: nobody chose', 'h', HOUR, { outcome: 'disambiguation' }),
    asked('undecided: it goes on', 'b', 20 * DAY - HOUR),
  ],
  votes: [
    { questionId: 'confirmed', at: start + 1, article: 'fees', vote: 'helped' },
    { questionId: 'failed: not quite', at: start + 1, article: 'fees', vote: 'not-quite' },
    { questionId: 'reversed, said to have helped', at: start + 1, article: 'fees', vote: 'helped' },
  ],
  workOrders: [
    filed('1', 'a', 2 * DAY), // About something else: what helped stays confirmed.
    filed('2', 'e', HOUR, { respondedAt: start + 2 * HOUR, resolvedAt: start + 5 * DAY, rating: 5 }),
    filed('3', 'f', 6 * DAY, {
      about: { question: '', shown: ['fees'] },
      respondedAt: start + 8 * DAY,
      rating: 2,
    }),
    filed('4', 'elsewhere', 5 * DAY, {
      requester: 'gina',
      about: { question: 'question reversed, presumed', shown: [] },
      firstResponseDue: now + DAY,
      resolutionDue: now + DAY,
    }),
    filed('5', 'f', 8 * DAY + HOUR, {
      about: undefined,
      firstResponseDue: now + DAY,
      resolutionDue: now + DAY,
    }),
  ],
  forms: [
    {
      type: 'general',
      openedAt: start,
      touchedAt: start + HOUR,
      asking: undefined,
      filed: true,
      number: '2',
    },
    {
      type: 'general',
      openedAt: start,
      touchedAt: start + HOUR,
      asking: 'details',
      filed: false,
      number: undefined,
    },
    {
      type: 'general',
      openedAt: start,
      touchedAt: start + HOUR,
      asking: 'details',
      filed: false,
      number: undefined,
    },
    {
      type: 'sign-in',
      openedAt: start,
      touchedAt: start + HOUR,
      asking: undefined,
      filed: false,
      number: undefined,
    },
    {
      type: 'sign-in',
      openedAt: now - HOUR,
      touchedAt: now,
      asking: 'email',
      filed: false,
      number: undefined,
    },
  ],
};

it('counts what was worked out by hand', () => {
  const figures = figuresOf(log, start, now);
  expect(figures.deflection).toEqual({ confirmed: 1, presumed: 1, failed: 3, reversed: 2, undecided: 3 });
  expect(figures).toMatchObject({
    questions: 10,
    // Of a to h, b twice: its second question came weeks later.
    conversations: 9,
    people: 8,
    containment: 8 / 9,
    fallbackRate: 0.1,
    disambiguationRate: 0.1,
    feedback: { helped: 2, notQuite: 1 },
    workOrders: 5,
    timeToNumber: { median: HOUR, p90: HOUR },
    forms: {
      opened: 5,
      filed: 1,
      abandoned: [
        { type: 'general', field: 'details', count: 2 },
        { type: 'sign-in', field: 'review', count: 1 },
      ],
    },
    // 1 was never answered, 2 in time, 3 late; 4 and 5 still have time.
    firstResponse: { due: 3, kept: 1 / 3 },
    resolution: { due: 3, kept: 0 },
    csat: { ratings: 2, average: 3.5, satisfied: 0.5 },
  });
  expect(figures.days).toHaveLength(21);
  expect(figures.days[0]).toMatchObject({ day: '2026-11-01', deflection: { failed: 3 }, workOrders: 1 });
  expect(figures.articles).toMatchObject([{ article: 'fees', questions: 9, deflection: { failed: 2 } }]);
});

it('has no shares of nothing', () => {
  expect(
    figuresOf({ questions: [], votes: [], workOrders: [], forms: [], waiting: [] }, start, now),
  ).toMatchObject({
    containment: undefined,
    timeToNumber: undefined,
    csat: undefined,
    firstResponse: { due: 0, kept: undefined },
  });
});

it('takes a time that grows with the log, not with its square', () => {
  const many = 15_000;
  const questions = Array.from({ length: many }, (_, i) =>
    asked(`q${i}`, `c${i % 5000}`, (i * 300 * DAY) / many, { article: `a${i % 20}` }),
  );
  const workOrders = Array.from({ length: many / 10 }, (_, i) =>
    filed(`${i}`, `c${i}`, (i * 300 * DAY) / many),
  );
  const began = cpuMs();
  const { days } = figuresOf({ ...log, questions, workOrders }, start, start + 300 * DAY);
  expect(cpuMs() - began).toBeLessThan(1000);
  expect(days.reduce((sum, day) => sum + day.workOrders, 0)).toBe(many / 10);
});
