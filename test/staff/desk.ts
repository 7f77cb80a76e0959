import { createHash, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect } from 'vitest';
import type { Background } from '../../src/conversation/continuity.ts';
import { createLimits } from '../../src/http/limits.ts';
import { createServer } from '../../src/http/server.ts';
import { rates } from '../../src/limits.ts';
import type { Role } from '../../src/staff/access.ts';
import { createFileLinks } from '../../src/staff/file-links.ts';
import { mountStaff } from '../../src/staff/mount-staff.ts';
import type { Storage } from '../../src/storage/storage.ts';
import type { Field } from '../../src/work-orders/field.ts';
import type { WorkOrderType } from '../../src/work-orders/work-order-type.ts';
import { benchOn, type Engine } from '../storage/engines.ts';
import { aFiling, aTurn, receiptsOf } from '../storage/turns.ts';

const base = { prompt: 'Say it.', required: true, when: {} } as const;

const text = (id: string, sensitive: boolean): Field => ({
  ...base,
  ...{ id, label: id.toUpperCase(), sensitive, kind: 'text', minLength: 0, maxLength: 1000 },
});

/** A type with a field that is sensitive and one for files. */
export const cardLost: WorkOrderType = {
  id: 'card-lost',
  file: 'work-orders/card-lost.md',
  title: 'Lost card',
  summary: 'A card is gone',
  phrasings: [],
  prepare: [],
  queue: 'cards',
  priority: 'normal',
  serviceLevel: { firstResponseHours: [1, 4], resolutionDays: [1, 2] },
  fields: [
    text('where', false),
    text('account', true),
    {
      ...base,
      id: 'files',
      label: 'Files',
      required: false,
      sensitive: false,
      kind: 'attachment',
      maxCount: 5,
      maxBytes: 1e6,
    },
    {
      ...base,
      id: 'passport',
      label: 'Passport',
      required: false,
      sensitive: true,
      kind: 'attachment',
      maxCount: 5,
      maxBytes: 1e6,
    },
  ],
  intro: '',
  hash: 'card-lost-1',
};

export const tokens: Readonly<Record<Role, string>> = {
  'read-only': 'fl_reader',
  agent: 'fl_agent',
  lead: 'fl_lead',
};

const names: Readonly<Record<Role, string>> = { 'read-only': 'rita', agent: 'adam', lead: 'lena' };

const sha256 = (value: string): string => createHash('sha256').update(value).digest('hex');

export interface Api {
  readonly url: string;
  readonly logged: readonly string[];
  readonly get: (path: string, role?: Role) => Promise<Response>;
  /** With a fresh Idempotency-Key and If-Match: *, unless headers say otherwise; an empty header is left out. */
  readonly post: (
    path: string,
    body: unknown,
    options?: { readonly role?: Role; readonly headers?: Readonly<Record<string, string>> },
  ) => Promise<Response>;
  readonly close: () => Promise<void>;
}

/** The staff API on a real server over a real storage. */
export async function serveStaff(storage: Storage, now: () => number = Date.now): Promise<Api> {
  const logged: string[] = [];
  const log = {
    error: (fields: object, message: string) => void logged.push(`${message} ${inspected(fields)}`),
  };
  const server = createServer({ host: '127.0.0.1', port: 0, log, drainMs: 2000 });
  mountStaff({
    server,
    // The matrix knocks more often than a stranger may.
    limits: createLimits(storage.counterOf, { ...rates, strangers: { points: 10_000, seconds: 60 } }),
    store: storage.staff,
    links: createFileLinks('a secret of the tests, long enough', now),
    privacy: storage.privacy,
    pinType: async (id) => (id === cardLost.id ? cardLost : undefined),
    tokens: (['read-only', 'agent', 'lead'] as const).map((role) => ({
      name: names[role],
      role,
      sha256: sha256(tokens[role]),
    })),
  });
  const { url } = await server.listen();
  return {
    url,
    logged,
    get: (path, role = 'agent') => fetch(url + path, { headers: bearer(role) }),
    post: (path, body, { role = 'agent', headers = {} } = {}) =>
      fetch(url + path, {
        method: 'POST',
        headers: filled({
          ...bearer(role),
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
          'if-match': '*',
          ...headers,
        }),
        body: JSON.stringify(body),
      }),
    close: server.close,
  };
}

/** Call inside describe: each test gets the API over a storage of its own; what it logs as an error fails the test. */
export function benchOnStaff(
  engine: Engine,
  served: (storage: Storage, api: Api) => void,
  now: () => number = Date.now,
): void {
  const { freshUrl, open } = benchOn(engine);
  let api: Api;
  beforeEach(async () => {
    const storage = await open(await freshUrl());
    api = await serveStaff(storage, now);
    served(storage, api);
  });
  afterEach(async () => {
    await api.close();
    expect(api.logged).toEqual([]);
  });
}

const inspected = ({ err }: { readonly err?: unknown }): string => String(err);
const bearer = (role: Role) => ({ authorization: `Bearer ${tokens[role]}` });
const filled = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));

export interface Filing {
  readonly requester?: string;
  readonly subject?: string;
  readonly fields?: Readonly<Record<string, string>>;
  /** Epoch ms. */
  readonly at?: number;
  readonly queue?: string;
  readonly background?: Background;
}

/** Files one through the ledger, in a conversation of its own; gives its number. */
export async function fileOne(storage: Storage, filing: Filing = {}): Promise<string> {
  const { requester = 'web/ann', subject = 'Lost card in Berlin', at = Date.now(), queue = 'cards' } = filing;
  const { fields = { where: 'Berlin', account: 'AC-4711' } } = filing;
  await storage.ledger.pinType(cardLost);
  const form = randomUUID();
  const { background } = filing;
  const command = aFiling(form, {
    ...{ typeHash: cardLost.hash, subject, fields, queue },
    ...(background && { background }),
  });
  const outcome = await storage.ledger.commit(
    aTurn({
      conversationId: `chat/${form}`,
      messageId: form,
      requesterId: requester,
      at,
      snapshot: `chat/${form}:1:s`,
      commands: [command],
      said: background?.question ?? `I am ${requester}`,
    }),
  );
  const number = /^done (\S+)/.exec(receiptsOf(outcome)[0] ?? '')?.[1];
  if (number === undefined) throw new Error(`Expected a number in ${receiptsOf(outcome).join()}`);
  return number;
}

/** As many more like one, younger by a millisecond each. */
export async function copyWorkOrder(
  { database: { db } }: Storage,
  number: string,
  copies: number,
): Promise<void> {
  const row = await db
    .selectFrom('work_orders')
    .selectAll()
    .where('number', '=', number)
    .executeTakeFirstOrThrow();
  const text = await db
    .selectFrom('work_order_texts')
    .selectAll()
    .where('number', '=', number)
    .executeTakeFirstOrThrow();
  const numbers = Array.from({ length: copies }, (_, n) => `${number}-${n}`);
  for (let from = 0; from < copies; from += 400) {
    const some = [...numbers.entries()].slice(from, from + 400);
    await db
      .insertInto('work_orders')
      .values(some.map(([n, copy]) => ({ ...row, number: copy, filed_at: row.filed_at + n })))
      .execute();
    await db
      .insertInto('work_order_texts')
      .values(some.map(([, copy]) => ({ ...text, number: copy })))
      .execute();
  }
}
