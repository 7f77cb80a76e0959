import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { type Answer, json } from '../http/answer.ts';
import type { HttpRequest } from '../http/handler.ts';
import { HttpProblem, problemAnswer } from '../http/problem.ts';
import type { Staff } from './access.ts';
import { bodyOf, expectedVersion, idempotencyKey, type Operation } from './operation.ts';
import type { StaffAct, StaffStore, WriteOutcome } from './ports.ts';
import { receipt } from './schemas.ts';

interface Writing<Body extends z.ZodObject> {
  readonly id: string;
  /** What follows the work order's number. */
  readonly path: string;
  readonly summary: string;
  readonly body: Body;
  /** Required where a change of somebody else's could be undone unseen; what only adds needs none. */
  readonly ifMatch: 'optional' | 'required';
  readonly act: (body: z.output<Body>, staff: Staff) => StaffAct | Promise<StaffAct>;
}

/** A route that does something with a work order, once by its key and only on the version that was seen. */
export function writing<Body extends z.ZodObject>(store: StaffStore, spec: Writing<Body>): Operation {
  const run = async (request: HttpRequest, staff: Staff): Promise<Answer> => {
    const version = expectedVersion(request, spec.ifMatch);
    const key = idempotencyKey(request);
    const body = await bodyOf(request, spec.body);
    const number = numberIn(request);
    const once = { key, hash: hashOf(spec.id, number, body) };
    const act = await spec.act(body, staff);
    return answer(await store.write({ number, act, actor: staff.name, expectedVersion: version, once }));
  };
  return {
    ...{ id: spec.id, summary: spec.summary, body: spec.body, ifMatch: spec.ifMatch },
    method: 'post',
    path: `/api/work-orders/:number/${spec.path}`,
    role: 'agent',
    once: true,
    gives: { description: 'Done.', contentType: 'application/json', schema: receipt, version: true },
    problems: [404, 409, 412, 413, 415, 422, ...(spec.ifMatch === 'required' ? [428] : [])],
    run,
  };
}

/** As it is written in the ledger; what is no number is found nowhere. */
export const numberIn = ({ params }: HttpRequest): string => {
  const number = (params.number ?? '').toUpperCase();
  if (!/^[A-Z0-9-]{1,40}$/.test(number)) throw noWorkOrder();
  return number;
};

export const noWorkOrder = (): HttpProblem => new HttpProblem(404, 'There is no such work order.');

export const etag = (version: number): string => `"${version}"`;

/** The body is checked already, so that its keys are in the order of its schema. */
const hashOf = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

function answer(outcome: WriteOutcome): Answer {
  switch (outcome.kind) {
    case 'done':
      return done(outcome);
    case 'refused':
      return refused(outcome);
    case 'stale':
      throw new HttpProblem(
        412,
        `The work order has changed since: it is at version ${outcome.version} now.`,
        {
          etag: etag(outcome.version),
        },
      );
    case 'key-reused':
      throw new HttpProblem(422, 'This Idempotency-Key was used for another request. Make a new one.');
    case 'not-found':
      throw noWorkOrder();
  }
}

function done(outcome: WriteOutcome & { readonly kind: 'done' }): Answer {
  const said = json(200, outcome.receipt);
  const replayed = outcome.replayed ? { 'idempotent-replayed': 'true' } : {};
  return { ...said, headers: { ...said.headers, ...replayed, etag: etag(outcome.receipt.version) } };
}

/** A problem with one member more: what is allowed. */
function refused({ status, allowed }: WriteOutcome & { readonly kind: 'refused' }): Answer {
  const may = [...allowed.deeds, ...allowed.moves.map((move) => `move to ${move}`)].join(', ') || 'nothing';
  const problem = problemAnswer(
    new HttpProblem(409, `A work order that is ${status} does not take this. What it takes now: ${may}.`),
  );
  return { ...problem, body: JSON.stringify({ ...JSON.parse(String(problem.body)), allowed }) };
}
