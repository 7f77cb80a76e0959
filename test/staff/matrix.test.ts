import { randomUUID } from 'node:crypto';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createTokens } from '../../src/chat/direct-line/tokens.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { ENGINES } from '../storage/engines.ts';
import { type Api, benchOnStaff, fileOne, tokens } from './desk.ts';

const operation = z.looseObject({
  operationId: z.string(),
  'x-role': z.enum(['read-only', 'agent', 'lead']),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string(), required: z.boolean().optional() })),
  requestBody: z.looseObject({ required: z.boolean() }).optional(),
  responses: z.record(z.string(), z.unknown()),
});
const document = z.looseObject({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.record(z.enum(['get', 'post']), operation.optional())),
});

const response = z.looseObject({ headers: z.record(z.string(), z.unknown()).optional() });

interface Route extends z.output<typeof operation> {
  readonly method: 'get' | 'post';
  readonly path: string;
}

const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().min(10),
});

/** A body that the operation takes; a route without one here fails, so that none is forgotten. */
const bodies: Readonly<Record<string, unknown>> = {
  takeWorkOrder: {},
  assignWorkOrder: { assignee: 'lena' },
  commentOnWorkOrder: { text: 'Hello', audience: 'requester' },
  askRequester: { text: 'Where?' },
  moveWorkOrder: { status: 'on-hold' },
  prioritiseWorkOrder: { priority: 'high' },
  routeWorkOrder: { queue: 'fraud' },
  retypeWorkOrder: { type: 'card-lost' },
  referToOtherSystem: { system: 'zendesk', reference: '7' },
  exportRequester: { requester: 'web/ann' },
  eraseRequester: { requester: 'web/ann' },
};

const rank = ['read-only', 'agent', 'lead'] as const;

describe.each(ENGINES)('every route for every actor on %s', (engine) => {
  let storage: Storage;
  let api: Api;
  benchOnStaff(engine, (...served) => {
    [storage, api] = served;
  });

  const routes = async (): Promise<readonly Route[]> => {
    const { paths } = document.parse(await (await fetch(`${api.url}/api/openapi.json`)).json());
    return Object.entries(paths).flatMap(([path, methods]) =>
      (['get', 'post'] as const).flatMap((method) => {
        const found = methods[method];
        return found === undefined ? [] : [{ ...found, method, path }];
      }),
    );
  };

  const call = (
    { method, path, operationId, requestBody }: Route,
    { token, at = {}, body = bodies[operationId], headers = {} }: Call,
  ): Promise<Response> =>
    fetch(api.url + path.replace(/\{(\w+)\}/g, (_, name: string) => at[name] ?? 'none'), {
      method: method.toUpperCase(),
      headers: {
        ...(token !== undefined && { authorization: token }),
        ...(requestBody && { 'content-type': 'application/json' }),
        'idempotency-key': randomUUID(),
        'if-match': '*',
        ...headers,
      },
      ...(requestBody && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });

  const refused = async (response: Response, status: number, route: Route): Promise<string> => {
    const text = await response.text();
    expect([route.operationId, response.status, text]).toEqual([route.operationId, status, text]);
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(problem.parse(JSON.parse(text)).status).toBe(status);
    expect(Object.keys(route.responses)).toContain(String(status));
    return text;
  };

  it('is described by a valid OpenAPI 3.1 document', async () => {
    const described: object = JSON.parse(await (await fetch(`${api.url}/api/openapi.json`)).text());
    const validator = new Validator();
    expect(await validator.validate({ ...described })).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
    expect(JSON.stringify(described).match(/"#\/components\/schemas\/\w+"/g)?.length).toBeGreaterThan(20);
    expect((await routes()).length).toBe(16);
  });

  it('describes the headers that a client goes on with, and no others', async () => {
    const number = await fileOne(storage);
    const told = ['etag', 'idempotent-replayed', 'retry-after', 'www-authenticate'];
    for (const route of await routes()) {
      expect(Object.keys(route.responses)).toContain('429');
      const token = `Bearer ${tokens.lead}`;
      const key = { 'idempotency-key': route.operationId };
      const answers = [
        await call(route, { token, at: { number }, headers: key }),
        // The same again, a stale one, and a stranger.
        await call(route, { token, at: { number }, headers: key }),
        await call(route, { token, at: { number }, headers: { 'if-match': '"999"' } }),
        await call(route, { token: undefined, at: { number } }),
      ];
      for (const answer of answers) {
        const { status } = answer;
        const names = told.filter((name) => answer.headers.has(name));
        const { headers = {} } = response.parse(route.responses[String(status)]);
        const described = Object.keys(headers).map((name) => name.toLowerCase());
        // A first time is no replay.
        const isFirst = status === 200 && !names.includes('idempotent-replayed');
        const expected = described.filter((name) => !(isFirst && name === 'idempotent-replayed'));
        expect([route.operationId, status, names]).toEqual([route.operationId, status, expected]);
      }
    }
  });

  it('lets in who may, and tells the others the same whatever is there', async () => {
    const number = await fileOne(storage);
    const chat = createTokens({
      secret: 'a secret of the tests, long enough',
      ttlSeconds: 60,
      now: Date.now,
    });
    const requester = await chat.issue({ conversationId: 'chat/1', user: { id: 'ann' } });
    const strangers = [
      undefined,
      'Bearer nonsense',
      `Bearer ${requester}`,
      'Bearer ',
      'Basic YTpi',
      `bearer ${tokens.lead}x`,
    ];
    for (const route of await routes()) {
      expect(route.method === 'get' || bodies[route.operationId] !== undefined).toBe(true);
      const told = new Set<string>();
      for (const token of strangers)
        for (const at of [{ number }, { number: 'WO-NONE-0000' }])
          told.add(await refused(await call(route, { token, at }), 401, route));
      expect(told.size).toBe(1);
      for (const role of rank) {
        const response = await call(route, { token: `Bearer ${tokens[role]}`, at: { number } });
        if (rank.indexOf(role) < rank.indexOf(route['x-role'])) await refused(response, 403, route);
        else expect([200, 404, 409]).toContain(response.status);
      }
    }
  });

  it('finds nothing under a number that never was, and says so in the same words everywhere', async () => {
    const told = new Set<string>();
    const token = `Bearer ${tokens.lead}`;
    for (const route of (await routes()).filter(({ path }) => path.includes('{number}')))
      for (const number of [
        'WO-NONE-0000',
        'wo-none-0000',
        '..%2f..',
        '%00',
        '%F0%9F%98%80',
        "'%20or%201=1",
        'x'.repeat(90),
      ]) {
        const text = await refused(await call(route, { token, at: { number } }), 404, route);
        if (!route.path.includes('attachments')) told.add(text);
      }
    expect(told.size).toBe(1);
  });

  it('never answers 500: bad bodies, bad queries, missing headers', async () => {
    const number = await fileOne(storage);
    const token = `Bearer ${tokens.lead}`;
    for (const route of await routes()) {
      const at = { number };
      for (const body of badBodies)
        if (route.requestBody) {
          const { status } = await call(route, { token, at, body });
          expect([route.operationId, body, [400, 415].includes(status)]).toEqual([
            route.operationId,
            body,
            true,
          ]);
        }
      if (route.requestBody?.required) {
        const plain = await call(route, { token, at, headers: { 'content-type': 'text/plain' } });
        await refused(plain, 415, route);
        await refused(await call(route, { token, at, body: `"${'x'.repeat(70_000)}"` }), 413, route);
      }
      for (const { name, in: place } of route.parameters.filter(({ in: one }) => one === 'query'))
        for (const value of badValues) {
          expect(place).toBe('query');
          const path = `${route.path}?${name}=${value}`;
          const { status } = await call({ ...route, path }, { token });
          expect([path, [200, 400].includes(status)]).toEqual([path, true]);
        }
      if (route.parameters.some(({ in: one }) => one === 'query'))
        await refused(await call({ ...route, path: `${route.path}?stauts=new` }, { token }), 400, route);
    }
  });
});

interface Call {
  readonly token: string | undefined;
  readonly at?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const badBodies = [
  'null',
  '[]',
  '"text"',
  '{"a":',
  '7',
  '{"unknown":1}',
  '{"__proto__":{"role":"lead"}}',
  '[['.repeat(60),
];

const badValues = [
  '',
  '%00',
  '%ED%A0%80',
  "'",
  '%25',
  '%F0%9F%98%80',
  '-1',
  '1e99',
  'null',
  'x'.repeat(1500),
  '9'.repeat(30),
];
