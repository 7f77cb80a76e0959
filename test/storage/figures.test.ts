import { describe, expect, it } from 'vitest';
import { readDeskLog } from '../../src/storage/figures.ts';
import { pseudonym } from '../../src/storage/question-log.ts';
import { benchOn, ENGINES } from './engines.ts';
import { AT, aFiling, nthTurn, numberIn } from './turns.ts';

const why = { terms: ['code'], shares: { learned: 2.5, retrieved: 1 } };
const asked = { outcome: 'confident', confidence: 0.8, runnerUp: 'fees', revision: 'r', why } as const;
const draft = { agesAt: AT, files: [], lang: undefined, zone: undefined, type: 'card-lost' };

describe.each(ENGINES)('the desk log on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);

  it('gives questions, votes, work orders and forms, and no requester', async () => {
    const { ledger, database } = await open(await freshUrl());
    await ledger.commit(
      nthTurn(1, [], { questions: [{ ...asked, question: 'where is my code', article: 'codes' }] }),
    );
    await ledger.commit(nthTurn(2, [], { votes: [{ article: 'codes', vote: 'not-quite' }] }));
    await ledger.commit(nthTurn(3, [], { draft: { ...draft, formId: 'f', asking: 'where' } }));
    await ledger.commit(nthTurn(4, [], { draft: { ...draft, formId: 'left', asking: 'where' } }));
    await ledger.commit(nthTurn(5, [], { draft: { ...draft, formId: 'f', asking: undefined } }));
    const background = {
      question: 'where is my code',
      shown: [{ article: 'codes', confidence: 0.8 }],
      removed: [],
      since: AT,
    };
    const number = numberIn(await ledger.commit(nthTurn(6, [aFiling('f', { background })])));
    const log = await readDeskLog(database.db, AT);
    const [conversation, requester] = ['chat/1', 'web/ann'].map(pseudonym);
    expect(log.questions).toEqual([
      {
        ...{ id: expect.any(String), at: AT + 1, conversation, requester, question: 'where is my code' },
        ...{ outcome: 'confident', article: 'codes', confidence: 0.8 },
      },
    ]);
    expect(log.votes).toEqual([
      { questionId: log.questions[0]?.id, at: AT + 2, article: 'codes', vote: 'not-quite' },
    ]);
    expect(log.workOrders).toMatchObject([
      {
        number,
        at: AT + 6,
        conversation,
        requester,
        about: { question: 'where is my code', shown: ['codes'] },
      },
    ]);
    expect(log.forms).toEqual([
      { type: 'card-lost', openedAt: AT + 3, touchedAt: AT + 5, asking: undefined, filed: true, number },
      {
        type: 'card-lost',
        openedAt: AT + 4,
        touchedAt: AT + 4,
        asking: 'where',
        filed: false,
        number: undefined,
      },
    ]);
    expect(JSON.stringify(log)).not.toMatch(/web\/ann|chat\/1/);
    const row = await database.db.selectFrom('question_log').select('why').executeTakeFirstOrThrow();
    expect(JSON.parse(row.why ?? '')).toEqual(why);
    expect(await readDeskLog(database.db, AT + 100)).toEqual({
      questions: [],
      votes: [],
      workOrders: [],
      forms: [],
      waiting: [],
    });
  });

  it('counts a vote on a candidate for the question that asked back', async () => {
    const { ledger, database } = await open(await freshUrl());
    const question = { ...asked, outcome: 'disambiguation', question: 'codes', article: 'codes' } as const;
    await ledger.commit(nthTurn(1, [], { questions: [question] }));
    await ledger.commit(nthTurn(2, [], { votes: [{ article: 'fees', vote: 'helped' }] }));
    const { questions, votes } = await readDeskLog(database.db, AT);
    expect(votes).toMatchObject([{ questionId: questions[0]?.id, vote: 'helped' }]);
  });
});
