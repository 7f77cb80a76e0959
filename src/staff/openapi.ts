import { STATUS_CODES } from 'node:http';
import * as z from 'zod';
import type { Operation } from './operation.ts';

type Json = Readonly<Record<string, unknown>>;

/** Schemas by their names, as far as they were met. */
type Components = Map<string, unknown>;

const problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What was wrong and what was expected'),
  })
  .meta({ id: 'Problem' });

/** The API by OpenAPI 3.1; `operations` are what is mounted. */
export function openApi(operations: readonly Operation[]): Json {
  const components: Components = new Map();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [operation.method]: described(operation, components) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Firstline staff API', version: '1', description },
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        link: { type: 'apiKey', in: 'query', name: 'link', description: aboutLinks },
      },
      schemas: Object.fromEntries(components),
    },
  };
}

const description =
  'Work orders for the staff of the desk. Tokens have the role read-only, agent or lead. Every write needs an ' +
  'Idempotency-Key and is carried out once under it; what could undo a change of somebody else also needs ' +
  'If-Match with the ETag of the work order. Every error is a problem by RFC 9457.';

const aboutLinks =
  "A file's link, as its work order gives it to a holder of a token: with it the file opens in a browser.";

function described(operation: Operation, components: Components): Json {
  const { id, summary, role, body, byLink = false } = operation;
  return {
    operationId: id,
    summary,
    description: `Role: ${role}.`,
    'x-role': role,
    ...(byLink && { security: [{ token: [] }, { link: [] }] }),
    parameters: parametersOf(operation, components),
    ...(body && { requestBody: { required: isNeeded(body), content: jsonOf(body, 'input', components) } }),
    responses: { ...success(operation, components), ...problems(operation, components) },
  };
}

const isNeeded = (body: z.ZodObject): boolean => !body.safeParse({}).success;

function parametersOf(operation: Operation, components: Components): readonly Json[] {
  const { path, query, ifMatch, once } = operation;
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    ...{ name, in: 'path', required: true, schema: { type: 'string' } },
  }));
  const inQuery = Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    ...{ name, in: 'query', required: false, style: 'form', explode: false },
    schema: schemaOf(schema, 'output', components),
  }));
  const version = { name: 'If-Match', in: 'header', schema: { type: 'string', examples: ['"7"'] } };
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
  };
  return [
    ...inPath,
    ...inQuery,
    ...(ifMatch === 'none' ? [] : [{ ...version, required: ifMatch === 'required' }]),
    ...(once ? [{ ...key, required: true }] : []),
  ];
}

const etag = {
  ETag: { description: 'The version, for If-Match', schema: { type: 'string', examples: ['"7"'] } },
};
const replayed = {
  'Idempotent-Replayed': {
    description: 'Where the key was used before: this is what was answered then',
    schema: { const: 'true' },
  },
};
/** Of the answers that are problems. */
const headersOf: Readonly<Record<number, Json>> = {
  401: { 'WWW-Authenticate': { schema: { type: 'string' } } },
  412: etag,
  429: { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } },
};

const withHeaders = (headers: Json | undefined): Json => (headers === undefined ? {} : { headers });

function success({ gives, once }: Operation, components: Components): Json {
  const content =
    gives.schema === undefined
      ? { [gives.contentType]: { schema: { type: 'string', format: 'binary' } } }
      : jsonOf(gives.schema, 'output', components);
  const headers = gives.version ? { ...etag, ...(once && replayed) } : undefined;
  return { 200: { description: gives.description, ...withHeaders(headers), content } };
}

function problems({ problems, query, body }: Operation, components: Components): Json {
  const bad = query !== undefined || body !== undefined ? [400] : [];
  const statuses = [...bad, 401, 403, 429, ...problems].toSorted((a, b) => a - b);
  const content = { 'application/problem+json': { schema: schemaOf(problem, 'output', components) } };
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: STATUS_CODES[status] ?? 'Error', ...withHeaders(headersOf[status]), content },
    ]),
  );
}

const jsonOf = (schema: z.ZodType, io: 'input' | 'output', components: Components): Json => ({
  'application/json': { schema: schemaOf(schema, io, components) },
});

/** zod puts schemas that have a name below `$defs`; here they belong to the whole document. */
function schemaOf(schema: z.core.$ZodType, io: 'input' | 'output', components: Components): unknown {
  const written = JSON.stringify(z.toJSONSchema(schema, { io, target: 'draft-2020-12', reused: 'inline' }));
  const {
    $schema: _,
    $defs = {},
    ...own
  } = JSON.parse(written.replaceAll('"#/$defs/', '"#/components/schemas/'));
  for (const [name, one] of Object.entries($defs)) components.set(name, one);
  return own;
}
