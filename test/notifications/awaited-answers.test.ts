import { describe, expect, it } from 'vitest';
import type { Article } from '../../src/knowledge/article.ts';
import {
  type AwaitedAnswer,
  announceAnswers,
  answerHandler,
} from '../../src/notifications/awaited-answers.ts';
import { retain } from '../../src/storage/retention.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { createSnapshot } from '../knowledge/create-snapshot.ts';
import { benchOn, ENGINES } from '../storage/engines.ts';
import { AT, nthTurn } from '../storage/turns.ts';

const article = (id: string, questions: readonly string[]): Article => ({
  id,
  file: `articles/${id}.md`,
  title: id,
  questions,
  tags: [],
  followUps: [],
  lang: 'en',
  passages: [{ headings: [], anchor: '', markdown: 'See below.', text: 'See below.', line: 1 }],
  places: { questions: [] },
});

const fees = article('fees', ['what are the fees', 'how much does it cost', 'is it free']);
const reports = article('reports', [
  'where is my tax report',
  'I need a tax report',
  'yearly report for taxes',
]);
const before = createSnapshot([fees], { revision: 'one' });
const after = createSnapshot([fees, reports], { revision: 'two' });
const question = 'where is my tax report';

describe.each(ENGINES)('who waits for an answer, on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);

  const wait = (storage: Storage, n: number, refused: readonly string[] = []) =>
    storage.ledger.commit(
      nthTurn(n, [{ kind: 'await-answer', id: `await-answer:m${n}`, question, refused, lang: 'en' }]),
    );

  /** Makes what is due in the outbox, as the relay does; gives who was told. */
  async function deliver({ outbox, awaitedAnswers }: Storage, knowledge = after) {
    const told: AwaitedAnswer[] = [];
    const handler = answerHandler(
      awaitedAnswers,
      () => knowledge,
      async (one) => void told.push(one),
    );
    const claim = { owner: 'test', kinds: ['answer-live'], limit: 9, leaseMs: 1000 };
    for (const delivery of await outbox.claim(claim)) {
      await handler(delivery);
      await outbox.complete(delivery);
    }
    return told;
  }

  it('is told once when the folder answers it, however often that is looked up', async () => {
    const storage = await open(await freshUrl(), { now: () => AT });
    await wait(storage, 1);
    await wait(storage, 2);
    expect(await announceAnswers(storage.awaitedAnswers, before)).toBe(0);
    expect(await deliver(storage)).toEqual([]);
    expect(await announceAnswers(storage.awaitedAnswers, after)).toBe(1);
    expect(await announceAnswers(storage.awaitedAnswers, after)).toBe(1);
    expect(await deliver(storage)).toMatchObject([
      { conversationId: 'chat/1', requesterId: 'web/ann', question, lang: 'en', refused: [] },
    ]);
    expect(await announceAnswers(storage.awaitedAnswers, after)).toBe(0);
    expect(await deliver(storage)).toEqual([]);
  });

  it('is told later what was taken back before it could be told', async () => {
    const storage = await open(await freshUrl(), { now: () => AT });
    await wait(storage, 1);
    await announceAnswers(storage.awaitedAnswers, after);
    expect(await deliver(storage, before)).toEqual([]);
    const again = createSnapshot([reports], { revision: 'three' });
    expect(await announceAnswers(storage.awaitedAnswers, again)).toBe(1);
    expect(await deliver(storage, again)).toHaveLength(1);
  });

  it('is not told of what did not help before', async () => {
    const storage = await open(await freshUrl(), { now: () => AT });
    await wait(storage, 1, ['reports']);
    expect(await announceAnswers(storage.awaitedAnswers, after)).toBe(0);
  });

  it('is kept for the days that the desk keeps its logs', async () => {
    const storage = await open(await freshUrl(), { now: () => AT });
    await wait(storage, 1);
    const days = { transcriptDays: 90, attachmentDays: 90, keepDays: 30 };
    await retain(storage.database, days, AT + 29 * 86_400_000);
    expect(await storage.awaitedAnswers.list()).toHaveLength(1);
    await retain(storage.database, days, AT + 31 * 86_400_000);
    expect(await storage.awaitedAnswers.list()).toEqual([]);
  });
});
