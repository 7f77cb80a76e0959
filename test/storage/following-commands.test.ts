import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/conversation/command.ts';
import { contactOf, putContact } from '../../src/storage/contacts.ts';
import { pinType } from '../../src/storage/pinned-types.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { ann, deskClock, eve, realTimes } from './desk-clock.ts';
import { benchOn, ENGINES } from './engines.ts';
import { keptUpload } from './kept-upload.ts';
import { lostCard } from './lost-card.ts';
import { AT, nthTurn, receiptsOf } from './turns.ts';

const upload = (id: string, requesterId = 'web/ann') => ({
  id,
  requesterId,
  name: `${id}.png`,
  contentType: 'image/png',
  content: new Uint8Array([1]),
  expiresAt: AT + 1_000_000,
});

/** The n-th turn of another conversation than the one that filed. */
const say = async ({ ledger }: Storage, n: number, command: Command, requesterId = 'web/ann') =>
  receiptsOf(
    await ledger.commit(nthTurn(n, [command], { conversationId: `chat/${requesterId}`, requesterId })),
  );

describe.each(ENGINES)('what follows a filing on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);

  async function filed() {
    const storage = await open(await freshUrl(), { ...realTimes, now: () => AT });
    await pinType(storage.database.db, lostCard);
    const desk = deskClock(storage);
    return { storage, desk, number: await desk.file() };
  }

  it('a follow-up goes on with what is closed, once, and both histories tell of it', async () => {
    const { storage, desk, number } = await filed();
    const contact = { address: 'ann@mail.example', vouched: true };
    await storage.database.transaction('full', (tx) => putContact(tx, number, contact));
    await storage.uploads.put(upload('u1'));
    const command: Command = {
      kind: 'follow-up',
      id: 'follow-up:m',
      number,
      text: 'It is back',
      uploads: ['u1'],
    };
    expect(await say(storage, 1, { ...command, id: 'follow-up:early' })).toEqual([`refused ${number} new`]);
    await desk.act(number, eve, { kind: 'move', to: 'closed' });
    const [receipt] = await say(storage, 2, command);
    expect(await say(storage, 3, command)).toEqual([receipt]);
    const next = receipt?.split(' ')[1] ?? '';
    expect(await storage.ledger.list('web/ann')).toMatchObject([
      { number: next, followUpOf: number, status: 'new', version: 2, fields: { where: 'Berlin' } },
      { number, status: 'closed' },
    ]);
    const changes = async (one: string) =>
      (await storage.ledger.history('web/ann', one)).map(({ change }) => change);
    expect(await changes(next)).toEqual([
      { kind: 'filed', followUpOf: number },
      { kind: 'comment', text: 'It is back', audience: 'requester', uploads: ['u1'] },
    ]);
    expect((await changes(number)).at(-1)).toEqual({ kind: 'followed-up', by: next });
    expect(await contactOf(storage.database.db, next)).toMatchObject({ address: 'ann@mail.example' });
    expect(await keptUpload(storage, 'u1')).toMatchObject({ ownerNumber: next });
    const told = storage.database.db
      .selectFrom('outbox')
      .select(['id', 'kind'])
      .where('id', 'like', `${next}/%`);
    expect((await told.execute()).map(({ kind }) => kind).sort()).toEqual([
      'timer.sla-breach',
      'timer.sla-breach',
      'timer.sla-warning',
      'timer.sla-warning',
      'work-order.filed',
    ]);
  });

  it("takes files with a comment, and nobody else's", async () => {
    const { storage, number } = await filed();
    await storage.uploads.put(upload('mine'));
    await storage.uploads.put(upload('hers', 'web/eve'));
    const uploads = ['mine', 'hers', 'none'];
    await say(storage, 1, { kind: 'comment', id: 'comment:m', number, text: 'Here', uploads });
    const history = await storage.ledger.history('web/ann', number);
    expect(history.at(-1)?.change).toEqual({
      kind: 'comment',
      text: 'Here',
      audience: 'requester',
      uploads: ['mine'],
    });
    expect(await keptUpload(storage, 'mine')).toMatchObject({ ownerNumber: number });
    expect(await keptUpload(storage, 'hers')).toMatchObject({ ownerNumber: undefined });
  });

  it('reopens and rates by commands, a comment completing the score', async () => {
    const { storage, desk, number } = await filed();
    await desk.act(number, eve, { kind: 'move', to: 'resolved' });
    expect(await say(storage, 1, { kind: 'rate', id: 'rate:1', number, score: 4 })).toEqual([
      `done ${number} resolved`,
    ]);
    await say(storage, 2, { kind: 'rate', id: 'rate:2', number, score: 4, comment: 'Quick' });
    expect(await say(storage, 3, { kind: 'rate', id: 'rate:3', number, score: 1 })).toEqual([
      `refused ${number} resolved`,
    ]);
    expect(await say(storage, 4, { kind: 'reopen', id: 'reopen:1', number, reason: 'No' })).toEqual([
      `done ${number} open`,
    ]);
    expect(await storage.ledger.list('web/ann')).toMatchObject([{ rating: { score: 4, comment: 'Quick' } }]);
    expect(await desk.act(number, ann, { kind: 'rate', score: 2 })).toMatchObject({ kind: 'refused' });
  });

  it('asks for a link in the same way whether there is such a number or not, and not without end', async () => {
    const { storage, number } = await filed();
    let n = 0;
    const claim = (one: string, requesterId: string) =>
      say(storage, 1, { kind: 'claim', id: `claim:${n++}`, number: one }, requesterId);
    const known = await claim(number, 'web/a');
    expect(await claim('WO-0000-0000', 'web/b')).toEqual(known);
    for (const asker of ['c', 'd', 'e', 'f', 'g', 'h']) await claim(number, `web/${asker}`);
    const rows = storage.database.db
      .selectFrom('outbox')
      .select(['id', 'payload'])
      .where('kind', '=', 'claim');
    const found = await rows.execute();
    expect(found.filter(({ payload }) => payload.includes(number))).toHaveLength(5);
    expect(found.filter(({ payload }) => payload.includes('WO-0000-0000'))).toHaveLength(1);
    expect(found.map(({ id }) => id).join(' ')).not.toContain('web/');
  });
});
