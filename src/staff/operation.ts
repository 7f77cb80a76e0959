import type * as z from 'zod';
import type { Answer } from '../http/answer.ts';
import { readJson } from '../http/body.ts';
import type { HttpRequest } from '../http/handler.ts';
import { HttpProblem } from '../http/problem.ts';
import { sizes } from '../limits.ts';
import type { Role, Staff } from './access.ts';

/** How a write says which version of the work order it is about: `If-Match`. */
export type Precondition = 'none' | 'optional' | 'required';

/** One route as data: what is mounted and what is documented come from here, so that they cannot differ. */
export interface Operation {
  /** Unique; also its name in generated clients. */
  readonly id: string;
  readonly method: 'get' | 'post';
  /** With `:name` for its parameters. */
  readonly path: string;
  readonly summary: string;
  /** The least role. */
  readonly role: Role;
  /** Whether a link lets in as well as a token. */
  readonly byLink?: boolean;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  readonly ifMatch: Precondition;
  /** Whether it has to carry an Idempotency-Key. */
  readonly once: boolean;
  readonly gives: {
    readonly description: string;
    readonly contentType: string;
    /** Undefined for what is no JSON. */
    readonly schema?: z.ZodType;
    /** Whether the answer has the work order's version as its ETag. */
    readonly version?: boolean;
  };
  /** Statuses besides those that every route may answer. */
  readonly problems: readonly number[];
  readonly run: (request: HttpRequest, staff: Staff) => Promise<Answer>;
}

/** Checks a value from outside. Throws 400 with every fault and where it stands, and repeats no value. */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  throw new HttpProblem(400, faults.slice(0, 10).join('; '));
}

/** A parameter given twice means both: lists are split by commas. */
export function queryOf<Schema extends z.ZodType>({ query }: HttpRequest, schema: Schema): z.output<Schema> {
  const names = [...new Set(query.keys())];
  return checked(schema, Object.fromEntries(names.map((name) => [name, query.getAll(name).join(',')])));
}

export async function bodyOf<Schema extends z.ZodType>(
  { raw }: HttpRequest,
  schema: Schema,
): Promise<z.output<Schema>> {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = raw.headers;
  const isEmpty = length === '0' && encoding === undefined;
  return checked(schema, isEmpty ? {} : await readJson(raw, sizes.staffBody));
}

/** The version in If-Match; undefined for any. Throws 428 where it is missing and needed. */
export function expectedVersion({ raw }: HttpRequest, precondition: Precondition): number | undefined {
  const given = raw.headers['if-match'];
  if (given === undefined && precondition === 'required')
    throw new HttpProblem(
      428,
      'Expected If-Match with the ETag of the work order as you saw it, such as "7".',
    );
  if (given === undefined || given === '*' || precondition === 'none') return undefined;
  // A proxy that compresses answers marks their ETags as weak; the version in it is the same.
  const version = /^(?:W\/)?"(\d{1,15})"$/.exec(given)?.[1];
  if (version === undefined)
    throw new HttpProblem(
      400,
      'Unexpected If-Match, expected the ETag of the work order, such as "7", or *.',
    );
  return Number(version);
}

export function idempotencyKey({ raw }: HttpRequest): string {
  const given = raw.headers['idempotency-key'];
  if (typeof given === 'string' && /^[\x21-\x7e]{1,255}$/.test(given)) return given;
  throw new HttpProblem(
    400,
    'Expected an Idempotency-Key of 1 to 255 visible characters, random for each request and the same for its retries.',
  );
}
