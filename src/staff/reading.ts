import { type Answer, json } from '../http/answer.ts';
import { HttpProblem } from '../http/problem.ts';
import { exportCsv } from '../work-orders/export-csv.ts';
import { judgeFile } from '../work-orders/files/judge-file.ts';
import type { FileLinks } from './file-links.ts';
import { type Operation, queryOf } from './operation.ts';
import type { AttachmentFile, StaffStore, WorkOrderDetail, WorkOrderSummary } from './ports.ts';
import { exported, exportQuery, listQuery, page, workOrder } from './schemas.ts';
import { etag, noWorkOrder, numberIn } from './writing.ts';

const reads = { method: 'get', role: 'read-only', ifMatch: 'none', once: false } as const;

/** The routes that change nothing. */
export const readings = (store: StaffStore, links: FileLinks): readonly Operation[] => [
  {
    ...reads,
    id: 'listWorkOrders',
    path: '/api/work-orders',
    summary: 'Lists work orders, a page at a time',
    query: listQuery,
    gives: { description: 'A page.', contentType: 'application/json', schema: page },
    problems: [],
    run: async (request) => {
      const outcome = await store.list(queryOf(request, listQuery));
      if (outcome.kind === 'bad-cursor')
        throw new HttpProblem(400, 'cursor: Expected `next` of a page in the same order.');
      return json(200, { workOrders: outcome.workOrders, next: outcome.next });
    },
  },
  {
    ...reads,
    id: 'exportWorkOrdersAsCsv',
    path: '/api/work-orders.csv',
    summary: 'Exports all work orders that fit, for a spreadsheet',
    query: exportQuery,
    gives: { description: 'RFC 4180, with a head line.', contentType: 'text/csv' },
    problems: [],
    run: async (request) => {
      const { sort, ...filter } = queryOf(request, exportQuery);
      return download('text/csv; charset=utf-8', 'work-orders.csv', await exportCsv(store.all(filter, sort)));
    },
  },
  {
    ...reads,
    id: 'exportWorkOrdersAsJson',
    path: '/api/work-orders.json',
    summary: 'Exports all work orders that fit',
    query: exportQuery,
    gives: { description: 'All of them.', contentType: 'application/json', schema: exported },
    problems: [],
    run: async (request) => {
      const { sort, ...filter } = queryOf(request, exportQuery);
      const workOrders: WorkOrderSummary[] = [];
      for await (const one of store.all(filter, sort)) workOrders.push(one);
      return json(200, { workOrders });
    },
  },
  {
    ...reads,
    id: 'getWorkOrder',
    path: '/api/work-orders/:number',
    summary: 'One work order: fields, timeline, attachments and what led to it',
    gives: {
      description: 'The work order.',
      contentType: 'application/json',
      schema: workOrder,
      version: true,
    },
    problems: [404],
    run: async (request, { role }) => {
      const found = await store.find(numberIn(request));
      if (found === undefined) throw noWorkOrder();
      const seen = role === 'read-only' ? withoutSensitive(found) : found;
      const attachments = seen.attachments.map((one) => ({ ...one, link: links.sign(one.href) }));
      const answer = json(200, { ...seen, attachments });
      return { ...answer, headers: { ...answer.headers, etag: etag(found.version) } };
    },
  },
  {
    ...reads,
    id: 'downloadAttachment',
    path: '/api/work-orders/:number/attachments/:id',
    summary: 'Downloads a file that came with a work order, by a token or by its link',
    byLink: true,
    gives: { description: 'The file, typed by what it holds.', contentType: 'application/octet-stream' },
    problems: [404, 410],
    run: async ({ params: { number = '', id = '' } }, { role }) => {
      const known = /^[\w-]{1,64}$/;
      const found =
        known.test(number) &&
        known.test(id) &&
        (role !== 'read-only' || (await isForAll(store, number.toUpperCase(), id))) &&
        (await store.attachment(number.toUpperCase(), id));
      if (!found) throw new HttpProblem(404, 'There is no such attachment.');
      return download(await typeOf(found), found.name, Buffer.from(found.content));
    },
  },
];

/** What led to it is hidden, too: there the requester says what is sensitive, in whatever words. */
function withoutSensitive(detail: WorkOrderDetail): WorkOrderDetail {
  const hidden = sensitiveFiles(detail);
  const { continuity } = detail;
  return {
    ...detail,
    continuity: continuity && { ...continuity, question: '', transcript: [] },
    fields: detail.fields.map((field) => (field.sensitive ? { ...field, value: null } : field)),
    attachments: detail.attachments.filter(({ id }) => !hidden.has(id)),
  };
}

/** Files are as sensitive as the field that asked for them, which holds their ids. */
const sensitiveFiles = ({ fields }: WorkOrderDetail): ReadonlySet<string> =>
  new Set(fields.flatMap(({ sensitive, value }) => (sensitive ? (value ?? '').split(',') : [])));

async function isForAll(store: StaffStore, number: string, id: string): Promise<boolean> {
  const found = await store.find(number);
  return found !== undefined && !sensitiveFiles(found).has(id);
}

/** By what it holds, whatever was said of it when it came: what a browser would run is bytes. */
async function typeOf({ name, content }: AttachmentFile): Promise<string> {
  const verdict = await judgeFile(name, content);
  return verdict.kind === 'taken' ? verdict.contentType : 'application/octet-stream';
}

/** Never shown in the browser's window; `nosniff` is on every answer. */
function download(contentType: string, name: string, body: string | Buffer): Answer {
  const plain = name.replace(/[^\w. -]/g, '_');
  return {
    status: 200,
    headers: {
      'content-type': contentType,
      'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encoded(name)}`,
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; sandbox",
    },
    body,
  };
}

/** RFC 8187: what encodeURIComponent leaves and the RFC does not. */
const encoded = (name: string): string =>
  encodeURIComponent(name.replace(/\p{Cs}/gu, '_')).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
