import { describe, expect, it } from 'vitest';
import type { WorkOrderType } from '../../src/work-orders/work-order-type.ts';
import { benchOn, ENGINES } from './engines.ts';
import { AT, aFiling, aTurn, nthTurn, pointer, receiptsOf, recorded } from './turns.ts';

describe.each(ENGINES)('the ledger on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);

  it('starts a conversation at version 0 and moves it by one', async () => {
    const { ledger } = await open(await freshUrl());
    expect(await pointer(ledger, 'chat/1')).toEqual({ version: 0, snapshot: undefined });
    await ledger.commit(aTurn());
    expect(await pointer(ledger, 'chat/1')).toEqual({ version: 1, snapshot: 'chat/1@1' });
  });

  it('lets one of two commits on one version win', async () => {
    const url = await freshUrl();
    const [one, other] = [await open(url), await open(url)];
    const outcomes = await Promise.all([
      one.ledger.commit(aTurn({ messageId: 'a', snapshot: 'A', commands: [aFiling('a')] })),
      other.ledger.commit(aTurn({ messageId: 'b', snapshot: 'B', commands: [aFiling('b')] })),
    ]);
    expect(outcomes.map((outcome) => outcome.kind).sort()).toEqual(['committed', 'stale']);
    expect(await one.ledger.list('web/ann')).toHaveLength(1);
    const winner = outcomes[0]?.kind === 'committed' ? 'A' : 'B';
    expect(await pointer(one.ledger, 'chat/1')).toEqual({ version: 1, snapshot: winner });
  });

  it('gives the recorded replies, filled, to a message that was seen', async () => {
    const { ledger } = await open(await freshUrl());
    const first = await ledger.commit(aTurn({ commands: [aFiling('f')] }));
    const again = await ledger.commit(aTurn({ commands: [aFiling('f')], replies: [] }));
    expect(first.kind).toBe('committed');
    expect(again.kind).toBe('seen');
    expect(receiptsOf(again)).toEqual(receiptsOf(first));
    expect(await recorded(ledger, 'chat/1', 'm1')).toEqual(again.kind === 'seen' ? again.replies : undefined);
    expect(await pointer(ledger, 'chat/1')).toMatchObject({ version: 1 });
  });

  it('tells that a message was seen though it knows where the conversation stands now', async () => {
    const { ledger } = await open(await freshUrl());
    const first = await ledger.commit(aTurn({ commands: [aFiling('f')] }));
    await ledger.commit(nthTurn(2, []));
    const again = await ledger.commit(nthTurn(3, [aFiling('g')], { messageId: 'm1' }));
    expect(again.kind).toBe('seen');
    expect(receiptsOf(again)).toEqual(receiptsOf(first));
    expect(await pointer(ledger, 'chat/1')).toEqual({ version: 2, snapshot: 'chat/1@2' });
  });

  it('finds out that another process moved a conversation that it moved itself before', async () => {
    const url = await freshUrl();
    const [one, other] = [await open(url), await open(url)];
    await one.ledger.commit(aTurn());
    await other.ledger.commit(nthTurn(2, []));
    const behind = await one.ledger.commit(nthTurn(2, [], { messageId: 'm3' }));
    expect(behind.kind).toBe('stale');
    expect((await pointer(one.ledger, 'chat/1')).version).toBe(2);
    const caughtUp = await one.ledger.commit(nthTurn(3, [], { messageId: 'm3' }));
    expect(caughtUp.kind).toBe('committed');
  });

  it('records a turn that only says something whole, whatever was said', async () => {
    const { ledger, database } = await open(await freshUrl());
    const said = `"quoted" \\u0000 \\ \0 \n 'x'; drop table turns; -- 😀 \ud83d`;
    const question = {
      question: said,
      outcome: 'disambiguation' as const,
      article: 'cards/lost',
      confidence: 0.123456789012345,
      runnerUp: 'cards/found',
      revision: 'r1',
      why: { terms: ['lost'], shares: { learned: 1.5, retrieved: -0.25 } },
    };
    const replies = [{ kind: 'notice' as const, text: said }];
    await ledger.commit(aTurn());
    const outcome = await ledger.commit(nthTurn(2, [], { said, replies, questions: [question, question] }));
    expect(outcome).toEqual({ kind: 'committed', replies });
    const turns = await database.db.selectFrom('turns').selectAll().orderBy('version').execute();
    expect(turns[1]).toMatchObject({
      conversation_id: 'chat/1',
      message_id: 'm2',
      at: AT + 2,
      version: 2,
      requester_id: 'web/ann',
      said: said.replaceAll('\0', '\uFFFD').replaceAll(/\p{Surrogate}/gu, '\uFFFD'),
    });
    expect(JSON.parse(turns[1]?.replies ?? '')).toEqual(replies);
    const asked = await database.db.selectFrom('question_log').selectAll().orderBy('id').execute();
    expect(asked).toHaveLength(2);
    expect(asked[1]).toMatchObject({
      at: AT + 2,
      question: said.replaceAll('\0', '\uFFFD').replaceAll(/\p{Surrogate}/gu, '\uFFFD'),
      outcome: 'disambiguation',
      article: 'cards/lost',
      confidence: 0.123456789012345,
      runner_up: 'cards/found',
      revision: 'r1',
      why: JSON.stringify(question.why),
    });
  });

  it('lets one of two turns win that only say something, and tells the other why it lost', async () => {
    const url = await freshUrl();
    const [one, other] = [await open(url), await open(url)];
    await one.ledger.commit(aTurn());
    const kinds = async (mine: string, theirs: string, n: number) => {
      const outcomes = await Promise.all([
        one.ledger.commit(nthTurn(n, [], { messageId: mine, snapshot: `${mine}@${n}` })),
        other.ledger.commit(nthTurn(n, [], { messageId: theirs, snapshot: `${theirs}@${n}` })),
      ]);
      return outcomes.map(({ kind }) => kind).sort();
    };
    expect(await kinds('a', 'b', 2)).toEqual(['committed', 'stale']);
    expect(await kinds('c', 'c', 3)).toEqual(['committed', 'seen']);
  });

  it('tells one of two racing commits of one message that it was seen', async () => {
    const url = await freshUrl();
    const [one, other] = [await open(url), await open(url)];
    const outcomes = await Promise.all([one.ledger.commit(aTurn()), other.ledger.commit(aTurn())]);
    expect(outcomes.map((outcome) => outcome.kind).sort()).toEqual(['committed', 'seen']);
  });

  it('keeps messages of one id in two conversations apart', async () => {
    const { ledger } = await open(await freshUrl());
    await ledger.commit(aTurn());
    expect(await recorded(ledger, 'chat/2', 'm1')).toBeUndefined();
    expect(await ledger.commit(aTurn({ conversationId: 'chat/2' }))).toMatchObject({ kind: 'committed' });
  });

  it('undoes the whole turn when its replies cannot be made', async () => {
    const { ledger, database } = await open(await freshUrl());
    const replies = () => {
      throw new Error('no template');
    };
    const turn = { ...aTurn({ commands: [aFiling('f')] }), replies };
    await expect(ledger.commit(turn)).rejects.toThrow('no template');
    expect(await pointer(ledger, 'chat/1')).toMatchObject({ version: 0 });
    expect(await ledger.list('web/ann')).toEqual([]);
    expect(await database.db.selectFrom('outbox').selectAll().execute()).toEqual([]);
    expect(await ledger.commit(aTurn({ commands: [aFiling('f')] }))).toMatchObject({ kind: 'committed' });
  });

  it('keeps a vote beside its question, and neither with who asked', async () => {
    const { ledger, database } = await open(await freshUrl());
    const question = {
      question: "'; drop table turns; -- \0",
      outcome: 'confident' as const,
      article: 'cards/lost',
      confidence: 0.8125,
      runnerUp: undefined,
      revision: 'r1',
    };
    await ledger.commit(nthTurn(1, [], { questions: [question] }));
    await ledger.commit(nthTurn(2, [], { votes: [{ article: 'cards/lost', vote: 'helped' }] }));
    const asked = await database.db.selectFrom('question_log').selectAll().executeTakeFirstOrThrow();
    const vote = await database.db.selectFrom('votes').selectAll().executeTakeFirstOrThrow();
    expect(asked).toMatchObject({
      question: "'; drop table turns; -- \uFFFD",
      confidence: 0.8125,
      runner_up: null,
    });
    expect(vote).toMatchObject({ question_id: asked.id, vote: 'helped', at: AT + 2 });
    expect(JSON.stringify([asked, vote])).not.toMatch(/ann|chat/);
  });

  it('goes on asking what it asks in every turn while a newer server adds a column', async () => {
    const { ledger, database } = await open(await freshUrl());
    await ledger.commit(aTurn({ commands: [aFiling('f')] }));
    const before = await ledger.list('web/ann');
    for (const table of ['work_orders', 'conversations', 'turns'])
      await database.db.schema.alterTable(table).addColumn('later', 'text').execute();
    expect(before).toHaveLength(1);
    expect(await ledger.list('web/ann')).toEqual(before);
    expect(await pointer(ledger, 'chat/1')).toMatchObject({ version: 1 });
    expect(await ledger.commit(nthTurn(2, []))).toMatchObject({ kind: 'committed' });
  });

  it('keeps a type under its hash, as it was', async () => {
    const { ledger } = await open(await freshUrl());
    const type = aType('h1');
    await ledger.pinType(type);
    await ledger.pinType({ ...type, title: 'Edited under the same hash' });
    expect(await ledger.pinnedType('h1')).toEqual(type);
    expect(await ledger.pinnedType('h2')).toBeUndefined();
  });
});

function aType(hash: string): WorkOrderType {
  return {
    id: 'card-lost',
    file: 'work-orders/card-lost.md',
    title: 'Lost card',
    summary: 'A card is gone',
    phrasings: ['I lost my card'],
    prepare: [],
    queue: 'cards',
    priority: 'high',
    serviceLevel: { firstResponseHours: [1, 4], resolutionDays: [1, 2] },
    fields: [],
    intro: 'Intro.',
    hash,
  };
}
