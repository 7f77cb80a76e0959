import { expect, it } from 'vitest';
import type { Article } from '../../../src/knowledge/article.ts';
import { clusterQuestions, type UnansweredQuestion } from '../../../src/knowledge/gaps/cluster.ts';
import { gapsIn } from '../../../src/knowledge/gaps/gaps.ts';
import { createSnapshot } from '../create-snapshot.ts';

const asked = (
  question: string,
  requester: string,
  more: Partial<UnansweredQuestion> = {},
): UnansweredQuestion => ({
  question,
  requester,
  workOrders: [],
  refused: undefined,
  waits: false,
  ...more,
});

const tax = [
  'where is my tax report',
  'I need a tax report for last year',
  'tax report download',
  'tax statement for 2025',
];
const staking = ['can I stake my coins', 'how does staking work', 'staking rewards missing', 'stake coins'];
const fees = [
  'commission for paying in',
  'what do you charge for paying in',
  'charge when paying in by card',
];

const article = (id: string, title: string, questions: readonly string[]): Article => ({
  ...{ id, file: `articles/${id}.md`, title, questions, tags: [], followUps: [], lang: 'en' },
  passages: [{ headings: [], anchor: '', markdown: `${title}.`, text: `${title}.`, line: 1 }],
  places: { questions: [] },
});

const snapshot = createSnapshot([
  article('fees', 'Fees and charges', [
    'what do you charge',
    'how high is the commission',
    'charge for a withdrawal',
    'fees for paying out',
  ]),
  article('limits', 'Limits', [
    'how much may I withdraw',
    'is there a daily limit',
    'raise my limit',
    'maximum a day',
  ]),
  article('codes', 'Codes', [
    'my code does not arrive',
    'code is late',
    'no text message came',
    'send the code again',
  ]),
]);

const log = [
  ...tax.map((question, at) =>
    asked(question, `t${at}`, { workOrders: at === 0 ? ['WO-1'] : [], waits: at < 2 }),
  ),
  ...staking.map((question, at) => asked(question, `s${at % 2}`)),
  ...fees.map((question, at) => asked(question, `f${at}`)),
  asked('what is the meaning of life', 'loner'),
];

it('groups what wants the same and names it with its own words', () => {
  const clusters = clusterQuestions(log, [], []);
  const groups = clusters.map(({ questions }) => questions.map(({ question }) => question).toSorted());
  expect(groups).toContainEqual(tax.toSorted());
  expect(groups).toContainEqual(fees.toSorted());
  expect(clusters.find(({ wordings }) => wordings.includes(tax[0] ?? ''))?.name).toContain('tax');
  // Each question once, none lost.
  expect(clusters.flatMap(({ questions }) => questions)).toHaveLength(log.length);
});

it('ranks by people and work orders, and keeps one person to themselves', () => {
  const gaps = gapsIn(log, snapshot, { fewestPeople: 2 });
  expect(gaps[0]).toMatchObject({
    people: 4,
    asked: 4,
    workOrders: 1,
    waiting: 2,
    advice: { kind: 'article' },
  });
  expect(gaps.flatMap(({ wordings }) => wordings)).not.toContain('what is the meaning of life');
  expect(gaps.find(({ wordings }) => wordings.includes('stake coins'))).toMatchObject({ people: 2 });
});

it('wants a phrasing where an article answers it in other words, and an article where that did not help', () => {
  const find = (questions: readonly UnansweredQuestion[]) =>
    gapsIn(questions, snapshot, { fewestPeople: 2 }).find(({ wordings }) => wordings.includes(fees[1] ?? ''));
  expect(find(log)?.advice).toMatchObject({ kind: 'phrasing', article: 'fees' });
  const refused = log.map((one) => (fees.includes(one.question) ? { ...one, refused: 'fees' } : one));
  expect(find(refused)?.advice).toEqual({ kind: 'article', near: 'fees' });
});

it('gives the same groups whenever it is asked, and takes an empty log', () => {
  expect(clusterQuestions(log, [], [])).toEqual(clusterQuestions(log, [], []));
  expect(gapsIn([], snapshot, { fewestPeople: 1 })).toEqual([]);
});
