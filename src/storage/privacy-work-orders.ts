import { says } from './json-says.ts';
import { erasedChange } from './privacy-erased-change.ts';
import type { Tx } from './schema.ts';
import { toEvent } from './work-order-rows.ts';

/**
 * Takes out of work orders what people wrote and who they were, and gives the number of files removed.
 * The number, type, queue, priority, times, statuses and scores stay. `nobody` stands for the requester.
 */
export async function eraseWorkOrders(tx: Tx, numbers: readonly string[], nobody: string): Promise<number> {
  let files = 0;
  for (const number of numbers) {
    files += await eraseFiles(tx, number);
    await eraseHistory(tx, number, nobody);
    for (const table of ['work_order_texts', 'continuity', 'contacts'] as const)
      await tx.deleteFrom(table).where('number', '=', number).execute();
    await eraseReceipts(tx, number);
    await eraseProjection(tx, number, nobody);
  }
  return files;
}

export async function eraseFiles(tx: Tx, number: string): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('uploads')
    .where('owner_number', '=', number)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** They tell the whole work order as it was, to its requester and to whom was shown to be the same. */
async function eraseReceipts(tx: Tx, number: string): Promise<void> {
  const owner = tx.selectFrom('work_orders').select('requester_id').where('number', '=', number);
  const bound = tx.selectFrom('requester_bindings').select('requester_id').where('bound_to', 'in', owner);
  await tx
    .deleteFrom('commands')
    .where('requester_id', 'in', owner.union(bound))
    .where(says('receipt', number))
    .execute();
}

async function eraseProjection(tx: Tx, number: string, nobody: string): Promise<void> {
  await tx
    .updateTable('work_orders')
    .set({
      requester_id: nobody,
      conversation_id: nobody,
      fields: '{}',
      subject: '',
      rating_comment: null,
      references_elsewhere: null,
    })
    .where('number', '=', number)
    .execute();
}

async function eraseHistory(tx: Tx, number: string, nobody: string): Promise<void> {
  const rows = await tx.selectFrom('work_order_events').selectAll().where('number', '=', number).execute();
  for (const { version, actor, change } of rows.map(toEvent))
    await tx
      .updateTable('work_order_events')
      .set({
        actor_id: actor.role === 'requester' ? nobody : actor.id,
        change: JSON.stringify(erasedChange(change)),
      })
      .where('number', '=', number)
      .where('version', '=', version)
      .execute();
}
