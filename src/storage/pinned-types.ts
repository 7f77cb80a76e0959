import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import type { Db } from './schema.ts';

/** Keeps a type's definition under its hash, so that forms and work orders outlive edits of its file. */
export async function pinType(db: Db, type: WorkOrderType): Promise<void> {
  await db
    .insertInto('type_definitions')
    .values({ hash: type.hash, definition: JSON.stringify(type) })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .execute();
}

export async function pinnedType(db: Db, hash: string): Promise<WorkOrderType | undefined> {
  const row = await db
    .selectFrom('type_definitions')
    .select('definition')
    .where('hash', '=', hash)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const type: WorkOrderType = JSON.parse(row.definition);
  return type;
}
