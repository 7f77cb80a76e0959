import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/conversation/command.ts';
import { benchOn, ENGINES } from './engines.ts';
import { AT, aFiling, aTurn, nthTurn, numberIn, receiptsOf } from './turns.ts';

const BOB = { conversationId: 'chat/2', requesterId: 'web/bob' };

const comment = (number: string, id = 'comment:m2'): Command => ({
  kind: 'comment',
  id,
  number,
  text: 'More',
});
const escalate = (number: string): Command => ({
  kind: 'escalate',
  id: 'escalate:m3',
  number,
  reason: 'Urgent',
});
const withdraw = (number: string, id = 'withdraw:m4'): Command => ({ kind: 'withdraw', id, number });

describe.each(ENGINES)('commands on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);

  it('files a work order with its due times, first event and delivery', async () => {
    const { ledger, database } = await open(await freshUrl());
    const number = numberIn(await ledger.commit(aTurn({ commands: [aFiling('f')] })));
    expect(await ledger.list('web/ann')).toEqual([
      {
        number,
        type: 'card-lost',
        typeTitle: 'Lost card',
        typeHash: 'abc',
        requesterId: 'web/ann',
        conversationId: 'chat/1',
        status: 'new',
        priority: 'normal',
        queue: 'cards',
        fields: { where: 'Berlin' },
        subject: 'Lost card in Berlin',
        filedAt: AT,
        firstResponseDue: AT + 1000,
        resolutionDue: AT + 2000,
        updatedAt: AT,
        version: 1,
      },
    ]);
    expect(await ledger.history('web/ann', number)).toEqual([
      { number, version: 1, at: AT, actor: { role: 'requester', id: 'web/ann' }, change: { kind: 'filed' } },
    ]);
    const outbox = await database.db.selectFrom('outbox').selectAll().orderBy('id').execute();
    const due = { attempt: 0, lease: 0, done: 0 };
    expect(outbox).toMatchObject([
      {
        id: `${number}/1`,
        kind: 'work-order.filed',
        payload: JSON.stringify({ number, firstVersion: 1, lastVersion: 1 }),
        not_before: AT,
        ...due,
      },
      { id: `${number}/1/timer.sla-breach/first-response`, not_before: AT + 1000, ...due },
      { id: `${number}/1/timer.sla-breach/resolution`, not_before: AT + 2000, ...due },
      { id: `${number}/1/timer.sla-warning/first-response`, not_before: AT, ...due },
      { id: `${number}/1/timer.sla-warning/resolution`, not_before: AT, ...due },
    ]);
  });

  it('files one form once, under whatever message id it comes', async () => {
    const { ledger } = await open(await freshUrl());
    const first = await ledger.commit(nthTurn(1, [aFiling('f')]));
    const second = await ledger.commit(nthTurn(2, [aFiling('f')]));
    expect(second.kind).toBe('committed');
    expect(receiptsOf(second)).toEqual(receiptsOf(first));
    expect(await ledger.list('web/ann')).toHaveLength(1);
  });

  it('files one form once when two conversations race for it', async () => {
    const url = await freshUrl();
    const [one, other] = [await open(url), await open(url)];
    const outcomes = await Promise.all([
      one.ledger.commit(aTurn({ commands: [aFiling('f')] })),
      other.ledger.commit(aTurn({ commands: [aFiling('f')], conversationId: 'chat/2' })),
    ]);
    expect(new Set(outcomes.map(numberIn)).size).toBe(1);
    expect(await one.ledger.list('web/ann')).toHaveLength(1);
  });

  it('does not tell the receipt of a form to somebody who did not file it', async () => {
    const { ledger } = await open(await freshUrl());
    await ledger.commit(aTurn({ commands: [aFiling('f')] }));
    const outcome = await ledger.commit(aTurn({ commands: [aFiling('f')], ...BOB }));
    expect(receiptsOf(outcome)).toEqual(['refused']);
  });

  it('asks for another number when one is taken', async () => {
    const given = ['WO-TEST-9001', 'WO-TEST-9001', 'WO-TEST-9001', 'WO-TEST-9002'];
    const { ledger } = await open(await freshUrl(), { newNumber: () => given.shift() ?? 'WO-TEST-9003' });
    const outcome = await ledger.commit(aTurn({ commands: [aFiling('f'), aFiling('g')] }));
    expect(receiptsOf(outcome)).toEqual(['done WO-TEST-9001 new', 'done WO-TEST-9002 new']);
  });

  it('says so when the numbers never end being taken', async () => {
    const { ledger } = await open(await freshUrl(), { newNumber: () => 'WO-TEST-9001' });
    await expect(ledger.commit(aTurn({ commands: [aFiling('f'), aFiling('g')] }))).rejects.toThrow(
      'newNumber',
    );
    expect(await ledger.list('web/ann')).toEqual([]);
  });

  it('extends, escalates and withdraws, and refuses after that', async () => {
    const { ledger, database } = await open(await freshUrl());
    const number = numberIn(await ledger.commit(nthTurn(1, [aFiling('f')])));
    await ledger.commit(nthTurn(2, [comment(number)]));
    await ledger.commit(nthTurn(3, [escalate(number)]));
    expect(receiptsOf(await ledger.commit(nthTurn(4, [withdraw(number)])))).toEqual([
      `done ${number} withdrawn`,
    ]);
    const late = await ledger.commit(
      nthTurn(5, [withdraw(number, 'withdraw:m5'), comment(number, 'comment:m5')]),
    );
    expect(receiptsOf(late)).toEqual([`refused ${number} withdrawn`, `refused ${number} withdrawn`]);
    expect(await ledger.list('web/ann')).toMatchObject([
      { status: 'withdrawn', priority: 'high', version: 4, updatedAt: AT + 4 },
    ]);
    const history = await ledger.history('web/ann', number);
    expect(history.map(({ version, change }) => [version, change])).toEqual([
      [1, { kind: 'filed' }],
      [2, { kind: 'comment', text: 'More', audience: 'requester' }],
      [3, { kind: 'escalated', reason: 'Urgent', from: 'normal', to: 'high' }],
      [4, { kind: 'status', from: 'new', to: 'withdrawn' }],
    ]);
    const told = database.db.selectFrom('outbox').select('kind').where('kind', 'like', 'work-order.%');
    const outbox = await told.orderBy('id').execute();
    expect(outbox.map(({ kind }) => kind)).toEqual([
      'work-order.filed',
      'work-order.commented',
      'work-order.escalated',
      'work-order.withdrawn',
    ]);
  });

  it("treats somebody else's number as one that never was", async () => {
    const { ledger } = await open(await freshUrl());
    const number = numberIn(await ledger.commit(aTurn({ commands: [aFiling('f')] })));
    for (const [n, guess] of [number, 'WO-NONE-NONE'].entries()) {
      const commands = [
        comment(guess, `comment:${n}`),
        { ...escalate(guess), id: `escalate:${n}` },
        withdraw(guess, `withdraw:${n}`),
      ];
      const outcome = await ledger.commit(nthTurn(n + 1, commands, BOB));
      expect(receiptsOf(outcome)).toEqual(['refused', 'refused', 'refused']);
      expect(await ledger.history('web/bob', guess)).toEqual([]);
    }
    expect(await ledger.list('web/bob')).toEqual([]);
    expect(await ledger.list('web/ann')).toMatchObject([{ status: 'new', version: 1 }]);
  });

  it('keeps commands of one message id in two conversations apart', async () => {
    const { ledger } = await open(await freshUrl());
    const anns = numberIn(await ledger.commit(nthTurn(1, [aFiling('f')])));
    const bobs = numberIn(await ledger.commit(nthTurn(1, [aFiling('g')], BOB)));
    await ledger.commit(nthTurn(2, [comment(anns)]));
    expect(receiptsOf(await ledger.commit(nthTurn(2, [comment(bobs)], BOB)))).toEqual([`done ${bobs} new`]);
  });

  it('lets both of two conversations that race on one work order through, in order', async () => {
    const url = await freshUrl();
    const [one, other] = [await open(url), await open(url)];
    const number = numberIn(await one.ledger.commit(nthTurn(1, [aFiling('f')])));
    await Promise.all([
      one.ledger.commit(nthTurn(2, [comment(number)])),
      other.ledger.commit(aTurn({ conversationId: 'chat/9', commands: [comment(number)] })),
    ]);
    const versions = (await one.ledger.history('web/ann', number)).map(({ version }) => version);
    expect(versions).toEqual([1, 2, 3]);
  });

  it('lists what is open before what is over, the newest first, at most 50', async () => {
    const { ledger } = await open(await freshUrl());
    for (let n = 1; n <= 52; n++) await ledger.commit(nthTurn(n, [aFiling(`f${n}`, { subject: `${n}` })]));
    const newest = (await ledger.list('web/ann'))[0];
    await ledger.commit(nthTurn(53, [withdraw(newest?.number ?? '')]));
    const subjects = (await ledger.list('web/ann')).map(({ subject }) => subject);
    expect(subjects).toEqual(Array.from({ length: 50 }, (_, n) => `${51 - n}`));
  });

  it('hides notes for staff from the requester', async () => {
    const { ledger, database } = await open(await freshUrl());
    const number = numberIn(await ledger.commit(aTurn({ commands: [aFiling('f')] })));
    const change = JSON.stringify({ kind: 'comment', text: 'Smells of fraud', audience: 'staff' });
    await database.db
      .insertInto('work_order_events')
      .values({ number, version: 2, at: AT, actor_role: 'staff', actor_id: 'eve', change })
      .execute();
    expect(await ledger.history('web/ann', number)).toHaveLength(1);
  });
});
