import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askedFields } from '../../src/work-orders/fields/field-codecs.ts';
import { openTestDesk, type TestDesk } from './desk.ts';
import { readTranscript } from './read-transcript.ts';

const folder = new URL('./', import.meta.url);
const files = readdirSync(folder).filter((file) => /^filed-.*\.md$/.test(file));

/** One turn to start, one for each field that was not given with it, one to send. */
describe('every type is filed in the fewest turns', () => {
  let desk: TestDesk;
  const types = new Set<string>();
  beforeAll(async () => {
    desk = await openTestDesk();
  });
  afterAll(() => desk.close());

  it.each(files)('%s', async (file) => {
    const { runTurn, storage, desk: content } = desk.open();
    const user = `test/${randomUUID()}`;
    const says = readTranscript(readFileSync(new URL(file, folder), 'utf8')).flatMap(({ happens }) =>
      happens.kind === 'says' ? [happens.text] : [],
    );
    let given = 0;
    let turns = 0;
    for (const text of says) {
      const replies = await runTurn({
        id: randomUUID(),
        kind: 'utterance',
        text,
        conversationId: user,
        requester: { id: user },
        zone: 'UTC',
      });
      turns += 1;
      if (turns === 1) given = (replies[0]?.text.split('I already have')[1]?.match(/^- \*\*/gm) ?? []).length;
      if (replies.some(({ kind }) => kind === 'filed')) break;
    }
    const [filed] = await storage.ledger.list(user);
    const type = content().types.get(filed?.type ?? '');
    if (!filed || !type) throw new Error(`Expected ${file} to file a work order`);
    types.add(type.id);
    expect(turns).toBeLessThanOrEqual(askedFields(type, filed.fields).length - given + 2);
  });

  it('and there is a transcript for each type', () =>
    expect([...types].sort()).toEqual([...desk.open().desk().types.keys()].sort()));
});
