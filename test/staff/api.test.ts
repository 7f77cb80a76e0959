import { describe, expect, it } from 'vitest';
import { page, receipt, workOrder } from '../../src/staff/schemas.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { countOthersTurns } from '../others-turns.ts';
import { ENGINES } from '../storage/engines.ts';
import { type Api, benchOnStaff, copyWorkOrder, fileOne } from './desk.ts';

const AT = Date.UTC(2026, 0, 5, 9);

describe.each(ENGINES)('the staff API on %s', (engine) => {
  let storage: Storage;
  let api: Api;
  benchOnStaff(engine, (...served) => {
    [storage, api] = served;
  });

  const list = async (query = '') => {
    const response = await api.get(`/api/work-orders${query}`);
    expect(response.status).toBe(200);
    return page.parse(await response.json());
  };
  const subjects = async (query: string) => (await list(query)).workOrders.map(({ subject }) => subject);
  const show = async (number: string) =>
    workOrder.parse(await (await api.get(`/api/work-orders/${number}`)).json());
  const write = async (number: string, act: string, body: unknown, headers = {}) => {
    const response = await api.post(`/api/work-orders/${number}/${act}`, body, { headers });
    return { status: response.status, etag: response.headers.get('etag'), body: await response.json() };
  };

  it('lists by each filter, alone and together', async () => {
    const old = await fileOne(storage, { subject: 'Old', at: AT, requester: 'web/ben' });
    const young = await fileOne(storage, { subject: 'Young', queue: 'fraud', at: Date.now() + 60_000 });
    await write(old, 'priority', { priority: 'urgent' });
    await write(young, 'take', {});
    expect(await subjects('')).toEqual(['Young', 'Old']);
    expect(await subjects('?sort=oldest')).toEqual(['Old', 'Young']);
    expect(await subjects('?sort=due')).toEqual(['Old', 'Young']);
    expect(await subjects('?status=open')).toEqual(['Young']);
    expect(await subjects('?status=new,open')).toEqual(['Young', 'Old']);
    expect(await subjects('?status=new&status=open')).toEqual(['Young', 'Old']);
    expect(await subjects('?queue=fraud')).toEqual(['Young']);
    expect(await subjects('?priority=urgent')).toEqual(['Old']);
    expect(await subjects('?type=card-lost')).toHaveLength(2);
    expect(await subjects('?type=card-found')).toEqual([]);
    expect(await subjects('?assignee=adam')).toEqual(['Young']);
    expect(await subjects('?assignee=none')).toEqual(['Old']);
    expect(await subjects('?assignee=none,adam')).toHaveLength(2);
    expect(await subjects('?requester=web%2Fben')).toEqual(['Old']);
    expect(await subjects('?overdue=true')).toEqual(['Old']);
    expect(await subjects('?overdue=false')).toEqual(['Young']);
    expect(await subjects('?overdue=true&status=open')).toEqual([]);
  });

  it('is overdue only while the clock runs', async () => {
    const number = await fileOne(storage, { at: AT });
    expect((await list('?overdue=true')).workOrders).toMatchObject([{ number, overdue: true }]);
    await write(number, 'questions', { text: 'Which card?' });
    expect((await list()).workOrders).toMatchObject([{ overdue: false, status: 'pending' }]);
    expect((await list('?overdue=true')).workOrders).toEqual([]);
  });

  it('finds words of the number, the subject, comments and fields, never of sensitive fields', async () => {
    const number = await fileOne(storage, {
      subject: 'Größe der Karte',
      fields: { where: 'at "Café Zoë" 100%_sure', account: 'AC-4711' },
    });
    await fileOne(storage, { subject: 'Other' });
    await write(number, 'comments', { text: 'Replaced by courier', audience: 'requester' });
    await write(number, 'comments', { text: 'Looks like fraud', audience: 'staff' });
    const numbers = async (q: string) =>
      (await list(`?q=${encodeURIComponent(q)}`)).workOrders.map((one) => one.number);
    for (const q of [
      number,
      number.toLowerCase().replaceAll('-', ''),
      'größe',
      'KARTE GRÖSSE'.replace('SS', 'ß'),
      'cafe zoe',
      '100%_sure',
      'courier replaced',
      'fraud karte',
    ])
      expect([q, await numbers(q)]).toEqual([q, [number]]);
    for (const q of ['AC-4711', '100x', '%%%', 'courier elsewhere'])
      expect([q, await numbers(q)]).toEqual([q, []]);
  });

  it('searches a long list to its end, page by page, and lets others have their turn meanwhile', async () => {
    const rare = [
      await fileOne(storage, { subject: 'Zebra', at: AT }),
      await fileOne(storage, { subject: 'zebra', at: AT + 1 }),
    ];
    await copyWorkOrder(storage, await fileOne(storage, { subject: 'Horse', at: AT + 2 }), 1200);
    const others = countOthersTurns();
    const page1 = await storage.staff.list({ q: 'zebra', sort: 'newest', limit: 1 });
    expect(others.end()).toBeGreaterThanOrEqual(2);
    if (page1.kind !== 'page' || page1.next === null)
      throw new Error('Expected a page and another behind it');
    expect(page1.workOrders.map(({ number }) => number)).toEqual([rare[1]]);
    const page2 = await storage.staff.list({ q: 'zebra', sort: 'newest', limit: 1, cursor: page1.next });
    expect(page2).toMatchObject({ kind: 'page', workOrders: [{ number: rare[0] }], next: null });
    const all = [];
    for await (const one of storage.staff.all({ q: 'horse' }, 'due')) all.push(one);
    expect(all).toHaveLength(1201);
  });

  it('pages without gaps and repeats while others are filed and changed', async () => {
    const filed: string[] = [];
    for (let n = 0; n < 7; n++) filed.push(await fileOne(storage, { at: AT + Math.floor(n / 2) }));
    const seen: string[] = [];
    let cursor = '';
    for (;;) {
      const { workOrders, next } = await list(`?limit=2${cursor}`);
      seen.push(...workOrders.map(({ number }) => number));
      if (next === null) break;
      cursor = `&cursor=${next}`;
      await fileOne(storage, { at: AT + 100 + seen.length });
      await write(seen[0] ?? '', 'comments', { text: 'Still here', audience: 'staff' });
    }
    expect(seen.toSorted()).toEqual(filed.toSorted());
    expect(new Set(seen).size).toBe(7);
  });

  it.each([
    'garbage',
    'bmV3ZXN0',
    Buffer.from('oldest 5 WO-1').toString('base64url'),
    '',
    "'; drop table turns",
  ])('refuses the cursor %j', async (cursor) => {
    const response = await api.get(`/api/work-orders?cursor=${encodeURIComponent(cursor)}`);
    expect(response.status).toBe(400);
  });

  it('shows one whole: fields with their labels, history, contact, what is allowed', async () => {
    const number = await fileOne(storage);
    await write(number, 'take', {});
    await write(number, 'comments', { text: 'On it.', audience: 'requester' });
    await write(number, 'references', { system: 'zendesk', reference: '12' });
    const shown = await show(number);
    expect(shown).toMatchObject({
      status: 'open',
      assignee: 'adam',
      fields: [
        { id: 'where', label: 'WHERE', sensitive: false, value: 'Berlin' },
        { id: 'account', label: 'ACCOUNT', sensitive: true, value: 'AC-4711' },
      ],
      contact: null,
      references: [{ system: 'zendesk', reference: '12' }],
      continuity: null,
    });
    expect(shown.allowed.moves).toContain('resolved');
    expect(shown.timeline.map(({ actor, change }) => [actor.id, change.kind])).toEqual([
      ['web/ann', 'filed'],
      ['adam', 'assigned'],
      ['adam', 'status'],
      ['adam', 'comment'],
      ['adam', 'referred'],
    ]);
    expect(shown.version).toBe(5);
  });

  it('hides what is sensitive from a token that only reads', async () => {
    // Said as an answer or before it was asked, it stands in the transcript, too.
    const question = 'I lost the card of my account AC-4711';
    const number = await fileOne(storage, { background: { question, shown: [], removed: [], since: 0 } });
    expect((await show(number)).continuity).toMatchObject({ question, transcript: [{ text: question }] });
    const told = await (await api.get(`/api/work-orders/${number}`, 'read-only')).text();
    expect(told).not.toContain('AC-4711');
    expect(workOrder.parse(JSON.parse(told)).fields[1]).toMatchObject({ sensitive: true, value: null });
  });

  it('does each act, named in the history by its actor', async () => {
    const number = await fileOne(storage);
    const done = async (act: string, body: unknown) => {
      const { status, body: said } = await write(number, act, body);
      expect([act, status]).toEqual([act, 200]);
      return receipt.parse(said);
    };
    expect(await done('take', {})).toMatchObject({ assignee: 'adam', status: 'open' });
    expect(await done('assign', { assignee: 'lena' })).toMatchObject({ assignee: 'lena' });
    expect(await done('assign', { assignee: null })).toMatchObject({ assignee: null });
    expect(await done('questions', { text: 'Where?' })).toMatchObject({ status: 'pending' });
    expect(await done('status', { status: 'open', reason: 'Found it' })).toMatchObject({ status: 'open' });
    expect(await done('priority', { priority: 'urgent' })).toMatchObject({ priority: 'urgent' });
    expect(await done('queue', { queue: 'fraud' })).toMatchObject({ queue: 'fraud' });
    expect(await done('type', { type: 'card-lost' })).toMatchObject({ type: 'card-lost' });
    expect(await done('status', { status: 'resolved' })).toMatchObject({ status: 'resolved' });
    const { timeline } = await show(number);
    expect(new Set(timeline.slice(1).map(({ actor }) => `${actor.role} ${actor.id}`))).toEqual(
      new Set(['staff adam']),
    );
  });

  it('refuses what the status does not take, and says what it takes', async () => {
    const number = await fileOne(storage);
    await write(number, 'status', { status: 'closed' });
    const { status, body } = await write(number, 'questions', { text: 'Where?' });
    expect(status).toBe(409);
    expect(body).toMatchObject({
      status: 409,
      title: 'Conflict',
      allowed: { deeds: ['note', 'refer'], moves: [] },
    });
    expect(JSON.stringify(body)).toContain('What it takes now: note, refer.');
  });

  it('lets one of many writers on one version through', async () => {
    const number = await fileOne(storage);
    const { version } = await show(number);
    const outcomes = await Promise.all(
      ['low', 'high', 'urgent', 'low', 'high'].map((priority) =>
        write(number, 'priority', { priority }, { 'if-match': `"${version}"` }),
      ),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual([200, 412, 412, 412, 412]);
    const stale = outcomes.find(({ status }) => status === 412);
    const after = await show(number);
    expect(stale?.etag).toBe(`"${after.version}"`);
    expect(after.timeline.filter(({ change }) => change.kind === 'prioritised')).toHaveLength(1);
  });

  it('needs If-Match where a change of others could be lost, and takes it everywhere', async () => {
    const number = await fileOne(storage);
    expect((await write(number, 'take', {}, { 'if-match': '' })).status).toBe(428);
    expect(
      (await write(number, 'comments', { text: 'Hello', audience: 'staff' }, { 'if-match': '' })).status,
    ).toBe(200);
    const late = await write(number, 'comments', { text: 'Late', audience: 'staff' }, { 'if-match': '"1"' });
    expect(late.status).toBe(412);
    for (const bad of ['1', '"x"', '"2", "3"', '""', 'W/2', 'w/"2"'])
      expect((await write(number, 'take', {}, { 'if-match': bad })).status).toBe(400);
    expect((await write(number, 'take', {}, { 'if-match': '"2"' })).status).toBe(200);
    // As a proxy that compresses answers hands it on.
    expect((await write(number, 'priority', { priority: 'high' }, { 'if-match': 'W/"2"' })).status).toBe(412);
    expect((await write(number, 'priority', { priority: 'high' }, { 'if-match': 'W/"4"' })).status).toBe(200);
  });

  it('carries out a request once under its key, however often it comes', async () => {
    const number = await fileOne(storage);
    const again = () =>
      api.post(
        `/api/work-orders/${number}/comments`,
        { text: 'Once', audience: 'requester' },
        {
          headers: { 'idempotency-key': 'k-1' },
        },
      );
    const answers = await Promise.all([again(), again(), again(), again()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(await Promise.all(answers.map((one) => one.text()))).size).toBe(1);
    expect(answers.filter((one) => one.headers.get('idempotent-replayed') === 'true')).toHaveLength(3);
    const { timeline } = await show(number);
    expect(timeline.filter(({ change }) => change.kind === 'comment')).toHaveLength(1);
  });

  it('refuses a key for another request, and leaves it free where nothing was done', async () => {
    const number = await fileOne(storage);
    const keyed = (text: string, headers = {}) =>
      write(number, 'comments', { text, audience: 'staff' }, { 'idempotency-key': 'k', ...headers });
    expect((await keyed('First', { 'if-match': '"9"' })).status).toBe(412);
    expect((await keyed('First')).status).toBe(200);
    expect((await keyed('Second')).status).toBe(422);
    const ofAnother = await api.post(
      `/api/work-orders/${number}/comments`,
      { text: 'Second', audience: 'staff' },
      {
        role: 'lead',
        headers: { 'idempotency-key': 'k' },
      },
    );
    expect(ofAnother.status).toBe(200);
    for (const bad of ['', 'a b', 'x'.repeat(256)])
      expect((await keyed('Third', { 'idempotency-key': bad })).status).toBe(400);
  });
});
