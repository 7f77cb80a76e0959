import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../src/conversation/message.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import { pinType } from '../../src/storage/pinned-types.ts';
import { toEvent, toWorkOrder } from '../../src/storage/work-order-rows.ts';
import type { Act } from '../../src/work-orders/lifecycle.ts';
import { project } from '../../src/work-orders/projection.ts';
import { aFiling, aTurn } from '../storage/turns.ts';
import { openTestDesk, type TestDesk } from '../transcripts/desk.ts';
import { actAsStaff, settle } from '../transcripts/staff.ts';

const hour = 3_600_000;

type Step =
  | { readonly kind: 'staff'; readonly at: number; readonly act: Act }
  | { readonly kind: 'says'; readonly text: string }
  | { readonly kind: 'presses'; readonly at: number }
  | { readonly kind: 'sends'; readonly text: string }
  | { readonly kind: 'waits'; readonly hours: number };

const staffActs: readonly Act[] = [
  { kind: 'comment', text: 'We look into it.', audience: 'requester' },
  { kind: 'comment', text: 'Smells of fraud', audience: 'staff' },
  { kind: 'ask', text: 'Which month?' },
  { kind: 'escalate', reason: 'The bank called' },
  { kind: 'move', to: 'open' },
  { kind: 'move', to: 'on-hold' },
  { kind: 'move', to: 'resolved' },
  { kind: 'move', to: 'closed' },
  { kind: 'reopen' },
];

/** {1} and {2} are the numbers of the requester's two work orders. */
const sayings = [
  ['It was May', 'yes', 'no', 'thanks', '4', '5 quick and kind', 'not solved', 'it is still empty', '1', '2'],
  ['my work orders', '{1}', 'add to {1}: the first page', 'add to {2}', '{2}: in German, please', 'add'],
  ['escalate {1}: too slow', 'escalate', 'withdraw {2}', 'withdraw', 'reopen {1}', 'rate {2} 3', 'rate {1}'],
  ['How do I turn on two-factor authentication?', 'cancel', 'help', 'hi', 'something else', 'WO-0000-0000'],
].flat();

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('staff' as const),
        at: fc.nat(1),
        act: fc.constantFrom(...staffActs),
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('says' as const), text: fc.constantFrom(...sayings) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('presses' as const), at: fc.nat(6) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('sends' as const), text: fc.constantFrom('', 'add to {1}') }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('waits' as const), hours: fc.constantFrom(1, 30, 100, 200) }),
    },
  ),
  { minLength: 4, maxLength: 16, size: 'max' },
);

describe('two sides of two work orders', () => {
  let desk: TestDesk;
  beforeAll(async () => {
    desk = await openTestDesk();
  });
  afterAll(() => desk.close());

  it('lose nothing that was said, and the bot says what happened', async () => {
    await fc.assert(
      fc.asyncProperty(steps, (sequence) => hold(desk, sequence)),
      // The same ones in every run; making a failing one shorter would take minutes.
      { numRuns: 60, seed: 1, endOnFailure: true },
    );
  }, 300_000);
});

async function hold(desk: TestDesk, sequence: readonly Step[]): Promise<void> {
  const user = `both/${randomUUID()}`;
  const { runTurn, storage } = desk.open();
  const numbers = await fileTwo(desk, user);
  const heard: Reply[][] = [];
  const hear = async (message: Message) => {
    desk.clock.now += 1000;
    const replies = await runTurn(message);
    judge(replies);
    heard.push([...replies]);
  };
  const from = () => ({ id: randomUUID(), conversationId: user, requester: { id: user }, zone: 'UTC' });
  const named = (text: string) =>
    text.replace(/\{(\d)\}/, (_, place: string) => numbers[Number(place) - 1] ?? '');
  const comesByItself = async () => {
    const said = await settle(
      desk.open(),
      (id) => id === user,
      () => desk.clock.now,
    );
    for (const { replies } of said) judge(replies);
    for (const { replies } of said) if (replies.length > 0) heard.push([...replies]);
  };

  for (const step of sequence) {
    desk.clock.now += 1000;
    if (step.kind === 'staff')
      await actAsStaff(desk.open(), numbers[step.at] ?? '', step.act, desk.clock.now);
    if (step.kind === 'waits') desk.clock.now += step.hours * hour;
    await comesByItself();
    if (step.kind === 'says') await hear({ ...from(), kind: 'utterance', text: named(step.text) });
    if (step.kind === 'sends')
      await hear({
        ...from(),
        kind: 'attachment',
        text: named(step.text),
        uploads: [await upload(desk, user)],
      });
    const choices = (heard.at(-1) ?? []).flatMap((reply) => reply.choices ?? []);
    const pressed = choices[step.kind === 'presses' ? step.at % Math.max(1, choices.length) : -1];
    if (pressed) await hear({ ...from(), kind: 'choice', value: pressed.value, text: pressed.label });
  }

  expect(saidToBeAdded(heard)).toBe(await added(desk, user));
  for (const { number } of await storage.ledger.list(user)) await judgeHistory(desk, number);
}

async function fileTwo(desk: TestDesk, user: string): Promise<readonly string[]> {
  const { storage } = desk.open();
  const type = desk.open().desk().types.get('general');
  if (!type) throw new Error('Expected the sample desk to have the type "general"');
  await pinType(storage.database.db, type);
  const fields = {
    topic: 'app',
    subject: 'My statement',
    details: 'The last page is empty.',
    email: 'a@b.example',
  };
  for (const [n, subject] of ['My statement', 'My receipt'].entries()) {
    const filing = { ...aFiling(randomUUID()), type: type.id, typeHash: type.hash, subject };
    await storage.ledger.commit(
      aTurn({
        conversationId: user,
        requesterId: user,
        messageId: `f${n}`,
        at: desk.clock.now,
        readVersion: n,
        snapshot: '',
        commands: [{ ...filing, fields }],
      }),
    );
  }
  return (await storage.ledger.list(user)).map(({ number }) => number);
}

async function upload(desk: TestDesk, requesterId: string) {
  const kept = await desk.open().storage.uploads.put({
    id: randomUUID(),
    requesterId,
    name: 'page.png',
    contentType: 'image/png',
    content: new Uint8Array([1]),
    expiresAt: desk.clock.now + 1000 * hour,
  });
  if (!kept) throw new Error('Expected the upload to be within the quota');
  return kept;
}

function judge(replies: readonly Reply[]): void {
  for (const { text } of replies) expect(text.trim()).not.toBe('');
  expect(JSON.stringify(replies)).not.toMatch(
    /\uE000|\uE001|\bundefined\b|\[object Object\]|Smells of fraud/,
  );
}

/** Each of these sentences is about one thing that was kept. */
const kept = /^Added to |is open again, with what you wrote|I have opened \*\*|I have added it there/;

const saidToBeAdded = (heard: readonly (readonly Reply[])[]): number =>
  heard.flat().filter(({ kind, text }) => kind === 'status' && kept.test(text)).length;

/** What the requester said that stands in a history. */
async function added(desk: TestDesk, user: string): Promise<number> {
  const { ledger } = desk.open().storage;
  const all = await Promise.all((await ledger.list(user)).map(({ number }) => ledger.history(user, number)));
  return all.flat().filter(({ actor, change }) => {
    const reopened = change.kind === 'status' && change.to === 'open' && change.reason !== undefined;
    return actor.role === 'requester' && (change.kind === 'comment' || reopened);
  }).length;
}

/** Its events have no gap, project to what is stored, and nothing moves it after the end. */
async function judgeHistory(desk: TestDesk, number: string): Promise<void> {
  const { db } = desk.open().storage.database;
  const row = await db
    .selectFrom('work_orders')
    .selectAll()
    .where('number', '=', number)
    .executeTakeFirstOrThrow();
  const rows = db.selectFrom('work_order_events').selectAll().where('number', '=', number).orderBy('version');
  const events = (await rows.execute()).map(toEvent);
  expect(events.map(({ version }) => version)).toEqual(events.map((_, index) => index + 1));
  const stored = toWorkOrder(row);
  const changes = events.flatMap(({ change }) => (change.kind === 'status' ? [change] : []));
  expect(changes.slice(0, -1).some(({ to }) => to === 'closed' || to === 'withdrawn')).toBe(false);
  const last = changes.at(-1)?.to ?? 'new';
  expect(stored.status).toBe(last);
  expect(events.slice(1).reduce(project, { ...stored, status: 'new' }).status).toBe(last);
}
