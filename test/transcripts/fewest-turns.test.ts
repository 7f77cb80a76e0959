import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askedFields } from '../../src/work-orders/fields/field-codecs.ts';
import { openTestDesk, type TestDesk } from './desk.ts';
import { readTranscript } from './read-transcript.ts';

const folder = new URL('./', import.meta.url);
/**
 * A transcript named filed-… is a straight way from the wish to the number, and is counted here. All others
 * are not: they take detours on purpose (questions, corrections, files, anger), which cost turns.
 */
const files = readdirSync(folder).filter((file) => /^filed-.*\.md$/.test(file));

/** What a straight way is made of; a button or a file would be a turn that is not counted. */
const counted = ['says', 'speaks', 'restarts'];

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
    let lang: string | undefined;
    let given = 0;
    let turns = 0;
    for (const { happens, written } of readTranscript(readFileSync(new URL(file, folder), 'utf8'))) {
      if (!counted.includes(happens.kind))
        throw new Error(`Unexpected "${written}" in ${file}, expected only what is typed: it is counted`);
      if (happens.kind === 'speaks') lang = happens.lang;
      if (happens.kind !== 'says') continue;
      const replies = await runTurn({
        id: randomUUID(),
        kind: 'utterance',
        text: happens.text,
        conversationId: user,
        requester: { id: user },
        zone: 'UTC',
        ...(lang !== undefined && { lang }),
      });
      turns += 1;
      const have = content().phrases(lang).say('form.have');
      if (turns === 1) given = (replies[0]?.text.split(have)[1]?.match(/^- \*\*/gm) ?? []).length;
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
