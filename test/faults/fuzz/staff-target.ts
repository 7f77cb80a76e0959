import * as fc from 'fast-check';
import * as z from 'zod';
import { bodyOf, inHeader, inUrl, json, mostly, text } from './hostile.ts';
import type { Known, Shot } from './targets.ts';

const schemaShape = z.looseObject({
  $ref: z.string().optional(),
  type: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
});

const operationShape = z.looseObject({
  operationId: z.string(),
  parameters: z.array(
    z.looseObject({ name: z.string(), in: z.enum(['path', 'query', 'header']), schema: z.unknown() }),
  ),
  requestBody: z
    .looseObject({ content: z.object({ 'application/json': z.object({ schema: z.unknown() }) }) })
    .optional(),
});

const documentShape = z.looseObject({
  paths: z.record(
    z.string(),
    z.record(z.enum(['get', 'post', 'put', 'patch', 'delete']).or(z.string()), operationShape),
  ),
});

/** Values that fit a schema of the document, roughly: what is only nearly right goes furthest. */
function fitting(schema: unknown): fc.Arbitrary<unknown> {
  const { enum: values, anyOf, type, properties, items } = schemaShape.parse(schema ?? {});
  if (values !== undefined) return fc.constantFrom(...values);
  if (anyOf !== undefined) return fc.oneof(...anyOf.map(fitting));
  if (properties !== undefined)
    return fc.record(
      Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, mostly(fitting(part))])),
    );
  if (items !== undefined) return fc.array(fitting(items), { maxLength: 3 });
  if (type === 'integer' || type === 'number') return fc.integer();
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  return fc.oneof(fc.constantFrom('cards', 'ann', 'sign-in', 'newest', 'open'), text);
}

/** Every operation of the staff API, from its own description. Gives their names too. */
export function staffApi(
  document: unknown,
  { numbers, tokens }: Known,
): { readonly shots: fc.Arbitrary<Shot>; readonly operations: readonly string[] } {
  const { paths } = documentShape.parse(document);
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const shots = all.map(({ path, method, operation }) => {
    const values = fc.record(
      Object.fromEntries(
        operation.parameters.map((parameter) => [
          `${parameter.in} ${parameter.name}`,
          parameterOf(parameter, numbers),
        ]),
      ),
    );
    const body = operation.requestBody?.content['application/json'].schema;
    const sent =
      body === undefined
        ? fc.constant(undefined)
        : bodyOf(fc.oneof({ weight: 9, arbitrary: fitting(body) }, { weight: 1, arbitrary: json }));
    const authorization = fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...tokens).map((token) => `Bearer ${token}`) },
      { weight: 1, arbitrary: inHeader },
    );
    return fc.tuple(values, sent, authorization, fc.ipV4()).map(([given, payload, bearer, ip]): Shot => {
      const of = (where: string): readonly (readonly [string, string])[] =>
        Object.entries(given).flatMap(([key, value]) =>
          key.startsWith(`${where} `) && value !== undefined
            ? [[key.slice(where.length + 1), String(value)] as const]
            : [],
        );
      const filled = of('path').reduce(
        (whole, [name, value]) => whole.replace(`{${name}}`, () => value),
        path,
      );
      const query = of('query')
        .map(([name, value]) => `${name}=${value}`)
        .join('&');
      return {
        method: method.toUpperCase(),
        path: query === '' ? filled : `${filled}?${query}`,
        headers: {
          ...Object.fromEntries(of('header')),
          ...(payload && { 'content-type': payload.type }),
          ...{ authorization: bearer, 'x-forwarded-for': ip },
        },
        ...(payload && { body: payload.body }),
      };
    });
  });
  return { shots: fc.oneof(...shots), operations: all.map(({ operation }) => operation.operationId) };
}

function parameterOf(
  { in: where, name, schema }: z.infer<typeof operationShape>['parameters'][number],
  numbers: readonly string[],
): fc.Arbitrary<unknown> {
  if (where === 'path')
    return name === 'number'
      ? fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...numbers) }, { weight: 1, arbitrary: inUrl })
      : inUrl;
  if (name === 'Idempotency-Key')
    return fc.oneof({ weight: 8, arbitrary: fc.uuid() }, { weight: 1, arbitrary: inHeader });
  if (name === 'If-Match')
    return fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('*', '"1"', '"2"', '"3"') },
      { weight: 1, arbitrary: inHeader },
    );
  const fits = fitting(schema).map((value) => encodeURIComponent(String(value).replace(/\p{Cs}/gu, '?')));
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 2, arbitrary: fits },
    { weight: 1, arbitrary: inUrl },
  );
}
