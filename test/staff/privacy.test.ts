import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRunTurn } from '../../src/conversation/run-turn.ts';
import { erased, personalData } from '../../src/staff/schemas.ts';
import { pseudonym } from '../../src/storage/question-log.ts';
import { retain } from '../../src/storage/retention.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { ann, NOW, portsOn, realNumbers, sayAll, textOf, toReview, utterance } from '../conversation/chat.ts';
import { benchOn, ENGINES } from '../storage/engines.ts';
import { pointer } from '../storage/turns.ts';
import { type Api, fileOne, serveStaff } from './desk.ts';

/**
 * All that is stored, as one text: no table is forgotten, not even one that comes later. But for the
 * definitions of types, whose examples are nobody's.
 */
async function everything({ database }: Storage): Promise<string> {
  const tables = await database.db.introspection.getTables();
  const rows = await Promise.all(
    tables
      .filter(({ name }) => name !== 'type_definitions')
      .map(async ({ name }) => {
        const found = await sql<object>`select * from ${sql.table(name)}`.execute(database.db);
        return found.rows.map((row) => `${name} ${JSON.stringify(row, asText)}`);
      }),
  );
  return rows.flat().join('\n');
}

const asText = (_key: string, value: unknown): unknown =>
  value instanceof ArrayBuffer ? Buffer.from(value).toString('latin1') : value;

describe.each(ENGINES)('privacy on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);
  let storage: Storage;
  let api: Api;
  beforeEach(async () => {
    storage = await open(await freshUrl(), { ...realNumbers, now: () => NOW });
    api = await serveStaff(storage);
  });
  afterEach(async () => {
    await api.close();
    expect(api.logged).toEqual([]);
  });

  /** A whole life at the desk: a question, a form, a work order, a file, notes, a draft left open. */
  async function annLives(): Promise<string> {
    const runTurn = createRunTurn(await portsOn(storage));
    await sayAll(runTurn, 'I lost my authenticator', 'That helped');
    await sayAll(runTurn, 'where does the zeppelin land?', 'tell me when there is an answer');
    const filed = textOf(await sayAll(runTurn, ...toReview, 'send it'));
    const number = /WO-\w{4}-\w{4}/.exec(filed)?.[0] ?? '';
    await sayAll(
      runTurn,
      `add to ${number}: I also tried the marmalade browser`,
      'open a work order about verification',
    );
    await storage.activityLog.append(
      ann.conversationId,
      JSON.stringify({ message: utterance('marmalade') }),
      {
        id: 'a1',
        processed: true,
      },
    );
    await storage.references.put(ann.conversationId, JSON.stringify({ user: 'marmalade' }));
    for (const [id, owner_number] of [
      ['filed', number],
      ['waiting', null],
    ] as const) {
      await storage.uploads.put({
        id,
        requesterId: ann.requester.id,
        name: 'marmalade.txt',
        contentType: 'text/plain',
        content: Buffer.from('a marmalade sandwich'),
        expiresAt: NOW + 1000,
      });
      await storage.database.db.updateTable('uploads').set({ owner_number }).where('id', '=', id).execute();
    }
    const act = (path: string, body: unknown) => api.post(`/api/work-orders/${number}/${path}`, body);
    expect((await act('comments', { text: 'Seen the marmalade', audience: 'staff' })).status).toBe(200);
    expect((await act('questions', { text: 'Which marmalade?' })).status).toBe(200);
    expect((await act('references', { system: 'zendesk', reference: 'marmalade-1' })).status).toBe(200);
    expect((await act('priority', { priority: 'urgent', reason: 'marmalade' })).status).toBe(200);
    await storage.database.db
      .insertInto('requester_bindings')
      .values({ requester_id: 'web/ann-at-work', bound_to: ann.requester.id })
      .execute();
    return number;
  }

  const post = (path: 'export' | 'erase', requester: string) =>
    api.post(`/api/requesters/${path}`, { requester }, { role: 'lead' });
  const traces = /ann\b|anna@|marmalade|reset it twice/;

  it('gives out everything about one requester, and nothing of another', async () => {
    const number = await annLives();
    await fileOne(storage, { requester: 'web/ben', subject: "Ben's own" });
    const told = personalData.parse(await (await post('export', ann.requester.id)).json());
    const text = JSON.stringify(told);
    expect(told.workOrders).toMatchObject([{ number, contact: { address: 'anna@mail.example' } }]);
    expect(told.attachments.map(({ content }) => Buffer.from(content, 'base64').toString())).toEqual([
      'a marmalade sandwich',
      'a marmalade sandwich',
    ]);
    expect(told.conversations).toMatchObject([
      {
        id: ann.conversationId,
        questions: [{ question: 'I lost my authenticator' }, { question: 'where does the zeppelin land?' }],
        awaitedAnswers: [{ question: 'where does the zeppelin land?' }],
      },
    ]);
    expect(told).toMatchObject({ alsoKnownAs: ['web/ann-at-work'] });
    for (const part of [
      'I also tried the marmalade browser',
      'Seen the marmalade',
      'Which marmalade?',
      'marmalade-1',
      'My new password is refused',
      'anna@mail.example',
      '"user":"marmalade"',
    ])
      expect(text).toContain(part);
    expect(text).not.toMatch(/ben/i);
  });

  it('says not found of whom nothing is kept', async () => {
    expect((await post('export', 'web/nobody')).status).toBe(404);
    expect(await (await post('erase', 'web/nobody')).json()).toEqual({
      workOrders: 0,
      attachments: 0,
      conversations: 0,
      questions: 0,
    });
  });

  it('erases all of it and leaves the number and the figures', async () => {
    const number = await annLives();
    const bens = await fileOne(storage, { requester: 'web/ben', subject: "Ben's own" });
    const before = await everything(storage);
    expect(before).toMatch(traces);
    expect(before).toContain(pseudonym(ann.requester.id));
    const stands = await pointer(storage.ledger, ann.conversationId);
    const figures = erased.parse(await (await post('erase', ann.requester.id)).json());
    expect(figures).toMatchObject({ workOrders: 1, attachments: 2, conversations: 1 });
    const after = await everything(storage);
    const hashes = [ann.requester.id, ann.conversationId].map(pseudonym);
    const left = after
      .split('\n')
      .filter((row) => traces.test(row) || hashes.some((one) => row.includes(one)));
    expect(left).toEqual([]);
    expect(await storage.snapshots.read(stands.snapshot ?? '')).toBeUndefined();
    const shown = await (await api.get(`/api/work-orders/${number}`)).json();
    expect(shown).toMatchObject({
      number,
      status: 'withdrawn',
      priority: 'urgent',
      subject: '',
      requester: expect.stringMatching(/^erased\//),
      fields: [],
      attachments: [],
      contact: null,
      continuity: null,
    });
    expect(after).toContain("Ben's own");
    expect((await api.get(`/api/work-orders/${bens}`)).status).toBe(200);
    expect(await (await api.get('/api/work-orders?q=marmalade')).json()).toEqual({
      workOrders: [],
      next: null,
    });
    expect(await (await post('erase', ann.requester.id)).json()).toMatchObject({ workOrders: 0 });
  });

  it('keeps the question log for the figures, linked to nobody', async () => {
    await annLives();
    const log = () => storage.database.db.selectFrom('question_log').selectAll().orderBy('at').execute();
    const votes = () => storage.database.db.selectFrom('votes').selectAll().execute();
    const [before, voted] = [await log(), await votes()];
    await post('erase', ann.requester.id);
    const [after, votedAfter] = [await log(), await votes()];
    expect(after.map(({ question }) => question).toSorted()).toEqual(
      before.map(({ question }) => question).toSorted(),
    );
    expect(votedAfter.map(({ vote }) => vote)).toEqual(voted.map(({ vote }) => vote));
    for (const { id, conversation } of before) {
      expect(after.some((one) => one.id === id || one.conversation === conversation)).toBe(false);
    }
    expect(after.some(({ id }) => id === votedAfter[0]?.question_id)).toBe(true);
  });

  it('leaves what others said in a conversation that was shared', async () => {
    const runTurn = createRunTurn(await portsOn(storage));
    await runTurn(utterance('I lost my authenticator'));
    const bens = { ...utterance('my marzipan is late'), requester: { id: 'web/ben' } };
    await runTurn(bens);
    const { version } = await pointer(storage.ledger, bens.conversationId);
    expect(await (await post('erase', ann.requester.id)).json()).toMatchObject({ conversations: 1 });
    const turns = await storage.database.db.selectFrom('turns').selectAll().execute();
    expect(turns.map(({ requester_id }) => requester_id)).toEqual(['web/ben']);
    // Whoever remembers where it stood finds out.
    const now = await storage.database.db.selectFrom('conversations').selectAll().executeTakeFirst();
    expect(now).toMatchObject({ version: version + 1, snapshot: null });
    expect(textOf(await runTurn({ ...bens, id: randomUUID() }))).not.toBe('');
  });

  it('lets the conversation begin anew afterwards', async () => {
    await annLives();
    await post('erase', ann.requester.id);
    const runTurn = createRunTurn(await portsOn(storage));
    expect(textOf(await sayAll(runTurn, 'my work orders'))).not.toMatch(/WO-/);
  });

  it('removes by age: what was said, files after the end, then what was written, last the logs', async () => {
    const number = await annLives();
    const day = 86_400_000;
    const rows = async () => {
      const count = async (table: 'turns' | 'activity_log' | 'continuity' | 'uploads' | 'question_log') =>
        (await storage.database.db.selectFrom(table).select(sql.lit(1).as('one')).execute()).length;
      return {
        said: (await count('turns')) + (await count('activity_log')),
        continuity: await count('continuity'),
        files: await count('uploads'),
        questions: await count('question_log'),
        subject: (await storage.staff.find(number))?.subject !== '',
      };
    };
    const at = async (age: number) => {
      await storage.database.db.updateTable('activity_log').set({ at: NOW }).execute();
      const days = { transcriptDays: 90, attachmentDays: 180, keepDays: 365 };
      await retain(storage.database, days, NOW + age * day + 1000);
      return rows();
    };
    const all = await rows();
    expect(await at(89)).toEqual(all);
    // It is open still: only what was said goes.
    expect(await at(4000)).toEqual({ ...all, said: 0, questions: 0 });
    await api.post(`/api/work-orders/${number}/status`, { status: 'closed' });
    expect(await at(89)).toMatchObject({ continuity: 1, files: all.files, subject: true });
    expect(await at(91)).toMatchObject({ continuity: 0, files: all.files, subject: true });
    expect(await at(181)).toMatchObject({ files: all.files - 1, subject: true });
    expect(await at(366)).toMatchObject({ files: all.files - 1, subject: false });
    expect(await storage.staff.find(number)).toMatchObject({ number, status: 'closed', priority: 'urgent' });
  });
});
