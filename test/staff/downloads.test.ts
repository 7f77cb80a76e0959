import { randomUUID } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { exported, workOrder } from '../../src/staff/schemas.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { ENGINES } from '../storage/engines.ts';
import { type Api, benchOnStaff, fileOne } from './desk.ts';

const AT = Date.UTC(2026, 0, 5, 9);

describe.each(ENGINES)('files and exports of the staff API on %s', (engine) => {
  let storage: Storage;
  let api: Api;
  benchOnStaff(engine, (...served) => {
    [storage, api] = served;
  });

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
