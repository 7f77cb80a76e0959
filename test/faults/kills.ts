import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Storage } from '../../src/storage/storage.ts';
import type { Engine } from '../storage/engines.ts';
import { upTo } from './effort.ts';
import {
  answeringPoints,
  askingPoints,
  type CrashPoints,
  filingPoints,
  takingPoints,
  uploadingPoints,
} from './injected/crash-points.ts';
import { type KilledDesk, openKilledDesk } from './killed-desk.ts';
import { answer } from './staff-member.ts';
import { newVisitor, PICTURE, type Said, said, type Visitor } from './visitor.ts';

const times = upTo({ short: 3, long: 100 });

/** What somebody says until a work order is filed. The address is new: few mails go to one that nobody confirmed. */
const conversation = (): readonly Said[] => [
  said('when are you open'),
  said('report a lost card'),
  said('Berlin'),
  said(`ann.${randomUUID()}@mail.example`),
  said('', { file: PICTURE }),
  said('file it'),
];

/** By its points, how many messages come before the one during which the server is killed. */
const moments: readonly (readonly [CrashPoints, number])[] = [
  [askingPoints, 0],
  [uploadingPoints, 4],
  [takingPoints, 5],
  [filingPoints, 5],
];

const atMessages = moments.flatMap(([points, before]) =>
  Object.keys(points).map((label) => ({ label, before })),
);

/**
 * One desk that is killed again and again: what the next server finds is what the one before it left, and
 * it is the next to be killed.
 */
export function killsOn(engine: Engine): void {
  describe(`a server on ${engine} that is killed`, () => {
    let desk: KilledDesk;
    /** All numbers that anybody was told. */
    const told = new Set<string>();
    beforeAll(async () => {
      desk = await openKilledDesk(engine);
    });
    afterAll(() => desk.close());

    const filedOnce = async (visitor: Visitor, changes: number): Promise<void> => {
      await desk.settled();
      const number = await theNumberTold(visitor);
      told.add(number);
      await desk.inspect((storage) => isWhole(storage, visitor.requesterId, number));
      expect(await desk.inspect(existing(told))).toBe(told.size);
      // An address that nobody confirmed gets no mail but the first.
      expect(idsOf(desk.smtp.mails, 'message-id', number)).toHaveLength(1);
      expect(idsOf(desk.webhook.posts, 'webhook-id', number)).toHaveLength(changes);
    };

    it.each(atMessages)(`when $label, ${times} times`, async ({ label, before }) => {
      for (let time = 0; time < times; time++) {
        const messages = conversation();
        let visitor = await newVisitor(await desk.url());
        for (const message of messages.slice(0, before)) await visitor.say(message);
        const [fatal = said('')] = messages.slice(before);
        let taken = false;
        visitor = visitor.at(
          await desk.killedAt(label, async () => {
            taken = await visitor.tell(fatal);
          }),
        );
        await (taken ? visitor.answerTo(fatal) : visitor.say(fatal));
        for (const message of messages.slice(before + 1)) await visitor.say(message);
        await filedOnce(visitor, 1);
      }
    });

    it.each(Object.keys(answeringPoints))(`when %s, ${times} times`, async (label) => {
      for (let time = 0; time < times; time++) {
        const url = await desk.url();
        const visitor = await newVisitor(url);
        for (const message of conversation()) await visitor.say(message);
        await desk.settled();
        const number = await theNumberTold(visitor);
        const key = randomUUID();
        const next = await desk.killedAt(label, () => answer(url, number, key));
        expect(await answer(next, number, key)).toBe(true);
        await desk.settled();
        const heard = await visitor.at(next).heard();
        expect(heard.filter(({ text }) => text.includes('We look at it.'))).toHaveLength(1);
        await filedOnce(visitor.at(next), 2);
      }
    });
  });
}

/** Told in one bubble, by one number, however often the server that told it was killed. */
async function theNumberTold(visitor: Visitor): Promise<string> {
  const heard = await visitor.heard();
  const numbers = heard.flatMap(({ text }) => [...new Set(text.match(/WO-[\w-]{9}/g))]);
  const [number = ''] = numbers;
  expect(new Set(numbers).size, `Numbers told: ${numbers}`).toBe(1);
  expect(new Set(heard.map(({ id }) => id)).size).toBe(heard.length);
  return number;
}

async function isWhole({ ledger, database }: Storage, requesterId: string, number: string): Promise<void> {
  const own = await ledger.list(requesterId);
  expect(own.map((one) => one.number)).toEqual([number]);
  const events = await ledger.history(requesterId, number);
  expect(events.map(({ version }) => version)).toEqual(events.map((_, index) => index + 1));
  expect(events[0]?.change).toEqual({ kind: 'filed' });
  const uploads = await database.db
    .selectFrom('uploads')
    .select('id')
    .where('owner_number', '=', number)
    .execute();
  expect(own[0]?.fields.files).toContain(uploads[0]?.id);
}

const existing =
  (told: ReadonlySet<string>) =>
  async ({ database }: Storage): Promise<number> => {
    const filed = await database.db.selectFrom('work_orders').select('number').execute();
    return filed.filter(({ number }) => told.has(number)).length;
  };

/** Different ids of what was received about a work order. */
function idsOf(
  received: readonly { readonly headers: ReadonlyMap<string, string> | Readonly<Record<string, unknown>> }[],
  name: string,
  number: string,
): readonly string[] {
  const ids = received.map(({ headers }) =>
    String(headers instanceof Map ? headers.get(name) : Reflect.get(headers, name)),
  );
  return [...new Set(ids.filter((id) => id.includes(number)))];
}
