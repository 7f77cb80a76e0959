import type { StaffAct, WriteOutcome, WriteRequest } from '../staff/ports.ts';
import { type ActContext, type ActOutcome, applyAct } from './apply-act.ts';
import type { Tx } from './schema.ts';
import { toReceipt } from './staff-work-order.ts';

export interface WriteContext {
  readonly tx: Tx;
  readonly acts: ActContext;
  /** Epoch ms. */
  readonly at: number;
}

/** Carries out what staff want, once by its key; carried out before, it gives the receipt of then. */
export async function writeOnce(context: WriteContext, request: WriteRequest): Promise<WriteOutcome> {
  const { tx } = context;
  const { actor, once } = request;
  if (once === undefined) return write(context, request);
  // Claimed first: in Postgres a second transaction waits here until this one has ended.
  const claim = await tx
    .insertInto('staff_requests')
    .values({ actor, key: once.key, hash: once.hash, receipt: null, at: context.at })
    .onConflict((conflict) => conflict.columns(['actor', 'key']).doNothing())
    .executeTakeFirst();
  if (claim.numInsertedOrUpdatedRows !== 1n) return earlier(tx, actor, once);
  const outcome = await write(context, request);
  await settle(tx, actor, once.key, outcome);
  return outcome;
}

/** What was not done leaves its key free: mended, the request may come again under it. */
async function settle(tx: Tx, actor: string, key: string, outcome: WriteOutcome): Promise<void> {
  if (outcome.kind === 'done')
    await tx
      .updateTable('staff_requests')
      .set({ receipt: JSON.stringify(outcome.receipt) })
      .where('actor', '=', actor)
      .where('key', '=', key)
      .execute();
  else await tx.deleteFrom('staff_requests').where('actor', '=', actor).where('key', '=', key).execute();
}

async function earlier(
  tx: Tx,
  actor: string,
  { key, hash }: NonNullable<WriteRequest['once']>,
): Promise<WriteOutcome> {
  const row = await tx
    .selectFrom('staff_requests')
    .select(['hash', 'receipt'])
    .where('actor', '=', actor)
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  if (row.hash !== hash || row.receipt === null) return { kind: 'key-reused' };
  return { kind: 'done', receipt: JSON.parse(row.receipt), replayed: true };
}

async function write(context: WriteContext, request: WriteRequest): Promise<WriteOutcome> {
  const outcome = await act(context, request, request.act);
  switch (outcome.kind) {
    case 'done':
      return { kind: 'done', receipt: toReceipt(outcome.workOrder), replayed: false };
    case 'refused':
      return { kind: 'refused', status: outcome.workOrder.status, allowed: outcome.allowed };
    case 'stale':
    case 'not-found':
      return outcome;
  }
}

async function act(
  { tx, acts, at }: WriteContext,
  { number, actor, expectedVersion }: WriteRequest,
  wanted: StaffAct,
): Promise<ActOutcome> {
  const request = { number, actor: { role: 'staff', id: actor } as const, at };
  const seen = expectedVersion === undefined ? {} : { expectedVersion };
  if (wanted.kind !== 'take') return applyAct(tx, acts, { ...request, ...seen, act: wanted });
  const assigned = await applyAct(tx, acts, { ...request, ...seen, act: { kind: 'assign', to: actor } });
  if (assigned.kind !== 'done' || assigned.workOrder.status !== 'new') return assigned;
  return applyAct(tx, acts, { ...request, act: { kind: 'move', to: 'open' } });
}
