import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDesk, type TestDesk } from '../transcripts/desk.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await openTestDesk();
});
afterAll(() => desk.close());

const form = [
  ...['The site or the app', 'My yearly statement is missing the month of May.'],
  ...['I downloaded it twice, and both files end in April.', 'skip', 'anna@mail.example', 'ok'],
];

async function file(person: string, ...before: readonly string[]): Promise<string | undefined> {
  const { runTurn, storage } = desk.open();
  const about = { conversationId: `test/${person}`, requester: { id: `test/${person}` } };
  for (const [index, text] of [...before, ...form].entries())
    await runTurn({ ...about, id: String(index), kind: 'utterance', text });
  return (await storage.ledger.list(`test/${person}`))[0]?.priority;
}

it('makes urgent what is filed after a person was asked for', async () => {
  expect(await file('waiting', 'talk to a person', 'yes')).toBe('urgent');
});

it('leaves other work orders as their type has them', async () => {
  expect(await file('patient', 'file a general request')).toBe('normal');
});
