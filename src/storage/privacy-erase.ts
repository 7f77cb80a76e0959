import { randomUUID } from 'node:crypto';
import type { Erased } from '../staff/ports.ts';
import { isFinal } from '../work-orders/lifecycle.ts';
import { type ActContext, applyAct } from './apply-act.ts';
import { says } from './json-says.ts';
import { eraseConversations, eraseShared } from './privacy-conversations.ts';
import type { Traces } from './privacy-traces.ts';
import { eraseWorkOrders } from './privacy-work-orders.ts';
import type { Tx } from './schema.ts';

export interface Erasure {
  readonly tx: Tx;
  readonly acts: ActContext;
  /** Epoch ms. */
  readonly at: number;
  /** Who had it done. */
  readonly actor: string;
}

/** Erases all traces of one requester in the ledger; numbers and figures stay. See `Privacy`. */
export async function eraseRequester(erasure: Erasure, traces: Traces): Promise<Erased> {
  const { tx, at, actor } = erasure;
  const { requesterId } = traces;
  await withdrawOpen(erasure, traces);
  // Random, and told nowhere: one person's work orders still count as one person's.
  const nobody = `erased/${randomUUID()}`;
  const attachments =
    (await eraseUploads(tx, requesterId)) + (await eraseWorkOrders(tx, traces.numbers, nobody));
  const questions = await eraseConversations(tx, traces.conversations);
  await eraseShared(tx, traces.shared, requesterId);
  await eraseMentions(tx, requesterId);
  const { length: conversations } = [...traces.conversations, ...traces.shared];
  const figures = { workOrders: traces.numbers.length, attachments, conversations, questions };
  if (Object.values(figures).some((count) => count > 0))
    await tx
      .insertInto('erasures')
      .values({ id: randomUUID(), at, actor, figures: JSON.stringify(figures) })
      .execute();
  return figures;
}

/** Nobody can be answered any more: the systems that follow the work order are told that it is over. */
async function withdrawOpen({ tx, acts, at }: Erasure, { requesterId, numbers }: Traces): Promise<void> {
  for (const number of numbers) {
    const { status } = await tx
      .selectFrom('work_orders')
      .select('status')
      .where('number', '=', number)
      .executeTakeFirstOrThrow();
    const actor = { role: 'requester', id: requesterId } as const;
    if (!isFinal(status)) await applyAct(tx, acts, { number, act: { kind: 'withdraw' }, actor, at });
  }
}

/** Those that wait for a work order; the filed ones go with theirs. */
async function eraseUploads(tx: Tx, requesterId: string): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('uploads')
    .where('requester_id', '=', requesterId)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** What else names the requester: receipts of commands, bindings, deliveries that say for whom they are. */
async function eraseMentions(tx: Tx, requesterId: string): Promise<void> {
  await tx.deleteFrom('commands').where('requester_id', '=', requesterId).execute();
  await tx
    .deleteFrom('requester_bindings')
    .where((eb) => eb.or([eb('requester_id', '=', requesterId), eb('bound_to', '=', requesterId)]))
    .execute();
  await tx.deleteFrom('outbox').where(says('payload', requesterId)).execute();
}
