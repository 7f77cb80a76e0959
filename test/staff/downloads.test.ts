import { randomUUID } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { afterEach, describe, expect, it } from 'vitest';
import { exported, workOrder } from '../../src/staff/schemas.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { ENGINES } from '../storage/engines.ts';
import { type Api, benchOnStaff, fileOne, tokens } from './desk.ts';

const AT = Date.UTC(2026, 0, 5, 9);

describe.each(ENGINES)('files and exports of the staff API on %s', (engine) => {
  let ahead = 0;
  const clock = () => Date.now() + ahead;
  afterEach(() => {
    ahead = 0;
  });
  let storage: Storage;
  let api: Api;
  benchOnStaff(
    engine,
    (...served) => {
      [storage, api] = served;
    },
    clock,
  );

  it('gives a file to download and never to show, only under its own work order', async () => {
    const [noteId = '', pageId = ''] = [randomUUID(), randomUUID()].toSorted();
    await storage.uploads.put(anUpload(pageId, 'a"ü\r\n.html', '<html><script>alert(1)</script>'));
    await storage.uploads.put(anUpload(noteId, 'note.txt', 'plain words'));
    const number = await fileOne(storage, {
      fields: { where: 'x', account: 'y', files: `${pageId},${noteId}` },
    });
    const other = await fileOne(storage);
    const { attachments } = workOrder.parse(await (await api.get(`/api/work-orders/${number}`)).json());
    expect(attachments.map(({ id }) => id)).toEqual([noteId, pageId]);
    const served = await api.get(attachments[1]?.href ?? '', 'read-only');
    expect(served.headers.get('content-type')).toBe('application/octet-stream');
    expect(served.headers.get('x-content-type-options')).toBe('nosniff');
    expect(served.headers.get('content-disposition')).toBe(
      `attachment; filename="a____.html"; filename*=UTF-8''a%22%C3%BC%0D%0A.html`,
    );
    expect(await served.text()).toContain('<script>');
    expect((await api.get(attachments[0]?.href ?? '')).headers.get('content-type')).toBe('text/plain');
    const refusals = await Promise.all(
      [
        `${other}/attachments/${noteId}`,
        `WO-NONE-0000/attachments/${noteId}`,
        `${number}/attachments/none`,
      ].map(async (path) => {
        const response = await api.get(`/api/work-orders/${path}`);
        return `${response.status} ${await response.text()}`;
      }),
    );
    expect(new Set(refusals).size).toBe(1);
    expect(refusals[0]).toContain('404');
  });

  it('opens one file by its link without a token, for five minutes', async () => {
    const [one = '', other = ''] = [randomUUID(), randomUUID()].toSorted();
    await storage.uploads.put(anUpload(one, 'page.html', '<script>alert(1)</script>'));
    await storage.uploads.put(anUpload(other, 'note.txt', 'plain words'));
    const number = await fileOne(storage, {
      fields: { where: 'x', account: 'y', files: `${one},${other}` },
    });
    const shown = workOrder.parse(await (await api.get(`/api/work-orders/${number}`, 'read-only')).json());
    const [link = '', otherLink = ''] = shown.attachments.map((attachment) => attachment.link);
    const opened = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
      fetch(api.url + path, { headers });

    const served = await opened(link);
    expect([served.status, served.headers.get('content-type')]).toEqual([200, 'application/octet-stream']);
    expect(served.headers.get('content-disposition')).toContain('attachment; filename="page.html');
    expect(served.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(served.headers.get('cache-control')).toBe('no-store');
    expect(await (await opened(otherLink)).text()).toBe('plain words');

    const [path = '', pass = ''] = link.split('?');
    const [otherPath = ''] = otherLink.split('?');
    const [expires = '', signature = ''] = pass.replace('link=', '').split('.');
    const forged = [
      `${otherPath}?${pass}`,
      `${path}?link=`,
      `${path}?link=${Number(expires) + 60}.${signature}`,
      `${path}?link=${expires}.${signature}x`,
      `${path}?link=.${signature}`,
      `/api/work-orders/WO-NONE-0000/attachments/${one}?${pass}`,
    ];
    const refusals = await Promise.all(
      forged.map(async (bad) => {
        const response = await opened(bad, { authorization: `Bearer ${tokens.lead}` });
        return `${response.status} ${await response.text()}`;
      }),
    );
    expect(new Set(refusals).size).toBe(1);
    expect(refusals[0]).toMatch(/^401 .*no link of this desk/);
    // It opens the file and nothing else.
    expect((await opened(`/api/work-orders/${number}?${pass}`)).status).toBe(401);
    expect((await opened(`/api/work-orders?${pass}`)).status).toBe(401);

    // Half a minute for the test itself, on a machine that does other things.
    ahead = 270_000;
    expect((await opened(link)).status).toBe(200);
    ahead = 301_000;
    const late = await opened(link);
    expect([late.status, late.headers.get('content-type')]).toEqual([
      410,
      'application/problem+json; charset=utf-8',
    ]);
    expect(await late.text()).toContain('Open the work order again for a new one.');
    const anew = workOrder.parse(await (await api.get(`/api/work-orders/${number}`)).json());
    expect((await opened(anew.attachments[0]?.link ?? '')).status).toBe(200);
  });

  it('shows files of a sensitive field to whoever sees the field, and by the links that they were given', async () => {
    const [noteId, passportId] = [randomUUID(), randomUUID()];
    await storage.uploads.put(anUpload(noteId, 'note.txt', 'plain words'));
    await storage.uploads.put(anUpload(passportId, 'passport.txt', 'a passport'));
    const number = await fileOne(storage, {
      fields: { where: 'x', account: 'y', files: noteId, passport: passportId },
    });
    const seenBy = async (role: 'read-only' | 'agent') =>
      workOrder.parse(await (await api.get(`/api/work-orders/${number}`, role)).json()).attachments;
    expect((await seenBy('read-only')).map(({ id }) => id)).toEqual([noteId]);
    const passport = (await seenBy('agent')).find(({ id }) => id === passportId);
    const [href = '', link = ''] = [passport?.href, passport?.link];
    expect((await api.get(href, 'read-only')).status).toBe(404);
    expect((await api.get(href, 'agent')).status).toBe(200);
    expect(await (await fetch(api.url + link)).text()).toBe('a passport');
    const note = `/api/work-orders/${number.toLowerCase()}/attachments/${noteId}`;
    expect((await api.get(note, 'read-only')).status).toBe(200);
  });

  it('exports with all filters, and no cell that a spreadsheet runs', async () => {
    const evil = [
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      '\t=1',
      ' =1',
      '＝1',
      'a","=1',
      "'quoted",
      'line\nbreak;=1',
    ];
    for (const [n, subject] of evil.entries()) await fileOne(storage, { subject, at: AT + n });
    await fileOne(storage, { subject: 'Elsewhere', queue: 'fraud' });
    const response = await api.get('/api/work-orders.csv?queue=cards&sort=oldest', 'read-only');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toContain('attachment');
    const rows: readonly Record<string, string>[] = parse(await response.text(), { columns: true });
    expect(rows.map(({ subject }) => subject)).toEqual(
      evil.map((one) => (/^[\s]*[=+\-@＝]/.test(one) ? `'${one}` : one)),
    );
    for (const cell of rows.flatMap((row) => Object.values(row))) expect(cell).not.toMatch(/^\s*[=+\-@＝]/);
    expect(JSON.stringify(rows)).not.toContain('AC-4711');
    const found = exported.parse(await (await api.get('/api/work-orders.json?q=elsewhere')).json());
    expect(found.workOrders).toMatchObject([{ subject: 'Elsewhere' }]);
  });

  it('exports more than one chunk whole', async () => {
    const { database } = storage;
    const number = await fileOne(storage);
    const row = await database.db.selectFrom('work_orders').selectAll().executeTakeFirstOrThrow();
    const rows = Array.from({ length: 1200 }, (_, n) => ({ ...row, number: `WO-BULK-${n}`, filed_at: AT }));
    for (let at = 0; at < rows.length; at += 100)
      await database.db
        .insertInto('work_orders')
        .values(rows.slice(at, at + 100))
        .execute();
    const all = exported.parse(await (await api.get('/api/work-orders.json')).json());
    const numbers = all.workOrders.map((one) => one.number);
    expect(new Set(numbers)).toEqual(new Set([number, ...rows.map((one) => one.number)]));
    expect(numbers).toHaveLength(1201);
  });
});

const anUpload = (id: string, name: string, content: string) => ({
  ...{ id, name, contentType: 'text/html', content: Buffer.from(content) },
  requesterId: 'web/ann',
  expiresAt: Date.now() + 60_000,
});
