import { randomBytes } from 'node:crypto';
import { DefaultQueryExecutor } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import type { Message } from '../../src/conversation/message.ts';
import { createRunTurn, type RunTurn } from '../../src/conversation/run-turn.ts';
import { type DeskContent, loadDesk } from '../../src/live-desk/live-desk.ts';
import { newNumber } from '../../src/work-orders/number.ts';
import { filed } from '../notifications/house.ts';
import { ownFolder, smallKnowledge } from '../served.ts';
import { realTimes } from '../storage/desk-clock.ts';
import { benchOn, ENGINES } from '../storage/engines.ts';

/**
 * Mallory has Ann's number, and one that never was. What is said must be the same, and so must be what is
 * done: the same statements in the same order take the same time, however it is measured.
 */
const attempts: readonly (readonly [string, readonly string[]])[] = [
  ['asks for it', ['NUMBER']],
  ['asks for it in a sentence', ['what about NUMBER?']],
  ['has a link sent', ['NUMBER', 'yes']],
  ['adds to it', ['add to NUMBER: let me in']],
  ['adds to it when asked what', ['add to NUMBER', 'let me in']],
  ['withdraws it', ['withdraw NUMBER', 'yes']],
  ['escalates it', ['escalate NUMBER: I am somebody']],
  ['reopens it', ['reopen NUMBER: it is not solved']],
  ['rates it', ['rate NUMBER 1']],
  ['uses a button of its card', ['=work-order:NUMBER:show', '=work-order:NUMBER:withdraw', 'yes']],
];

const asked = z.union([
  z.string(),
  z.object({ sql: z.string() }).transform(({ sql }) => sql),
  z.object({ text: z.string() }).transform(({ text }) => text),
]);
const sqlOf = (statement: unknown): string => asked.parse(statement);

describe.each(ENGINES)('a guessed number on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);
  let folder: Awaited<ReturnType<typeof ownFolder>>;
  let desk: DeskContent;
  beforeAll(async () => {
    folder = await ownFolder();
    desk = await loadDesk(await smallKnowledge(folder.path));
  });
  afterAll(() => folder.remove());

  let sent = 0;
  const message = (conversation: string, text: string): Message => ({
    ...{ id: `m-${sent++}`, conversationId: `web/${conversation}`, requester: { id: 'web/mallory' }, text },
    ...(text.startsWith('=') ? { kind: 'choice', value: text.slice(1) } : { kind: 'utterance' }),
  });

  /** Says it all in a conversation of its own; gives what was said back and which statements were run. */
  const attempt = async (runTurn: RunTurn, texts: readonly string[], number: string) => {
    const spies = [
      vi.spyOn(DefaultQueryExecutor.prototype, 'executeQuery'),
      // Keyv's, too, and where a transaction begins and ends: all that goes to the server.
      vi.spyOn(pg.Client.prototype, 'query'),
    ];
    const replies = [];
    const statements: string[] = [];
    try {
      for (const text of texts) replies.push(await runTurn(message(number, text.replace('NUMBER', number))));
      for (const { mock } of spies) statements.push(...mock.calls.map(([asked]) => sqlOf(asked)));
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
    return { said: JSON.stringify(replies).replaceAll(number, 'NUMBER'), statements };
  };

  it.each(attempts)('%s: the same words on the same path', async (_what, texts) => {
    const storage = await open(await freshUrl(), {
      ...realTimes,
      newNumber: () => newNumber('WO', randomBytes),
    });
    const runTurn = createRunTurn({
      ...{ turns: storage.ledger, own: storage.ledger, snapshots: storage.snapshots, mails: true },
      ...{ desk: () => desk, now: () => Date.UTC(2026, 10, 26), newId: () => crypto.randomUUID() },
    });
    const anns = await filed(storage);
    const before = await storage.staff.find(anns);
    // What is done once only, by whoever comes first, is done.
    await attempt(runTurn, texts, newNumber('WO', randomBytes));
    const [theirs, nobodys] = [
      await attempt(runTurn, texts, anns),
      await attempt(runTurn, texts, 'WO-0000-0000'),
    ];
    expect(theirs.statements.length).toBeGreaterThan(3);
    expect(theirs.statements).toEqual(nobodys.statements);
    expect(theirs.said).toEqual(nobodys.said);
    expect(theirs.said).toContain('NUMBER');
    expect(theirs.said).not.toMatch(/Berlin|birthday|ann@mail|Lost card/);
    expect(await storage.staff.find(anns)).toEqual(before);
  });
});
