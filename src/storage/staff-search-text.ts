import type { Field } from '../work-orders/field.ts';
import type { WorkOrderEvent } from '../work-orders/work-order.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import type { Tx } from './schema.ts';
import { storable } from './text.ts';

/** As it is searched: without case, accents and the difference between look-alike forms. */
export const folded = (text: string): string =>
  storable(text).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

/**
 * Keeps what events say in the text that staff search in, in the transaction that wrote them. What a type
 * calls sensitive, and what its definition does not know, is not in it.
 */
export async function indexEvents(tx: Tx, events: readonly WorkOrderEvent[]): Promise<void> {
  for (const { number, version, change } of events) {
    const text = folded(change.kind === 'filed' ? await filedText(tx, number) : saidIn(change));
    if (text !== '') await tx.insertInto('work_order_texts').values({ number, version, text }).execute();
  }
}

function saidIn(change: WorkOrderEvent['change']): string {
  switch (change.kind) {
    case 'comment':
    case 'asked':
      return change.text;
    case 'escalated':
    case 'status':
    case 'prioritised':
    case 'routed':
      return change.reason ?? '';
    case 'referred':
      return `${change.system} ${change.reference}`;
    case 'rated':
      return change.comment ?? '';
    default:
      return '';
  }
}

async function filedText(tx: Tx, number: string): Promise<string> {
  const row = await tx
    .selectFrom('work_orders')
    .leftJoin('type_definitions', 'type_definitions.hash', 'work_orders.type_hash')
    .select(['subject', 'fields', 'definition'])
    .where('number', '=', number)
    .executeTakeFirstOrThrow();
  const values: Readonly<Record<string, string>> = JSON.parse(row.fields);
  const shown = fieldsOf(row.definition).filter(isShown);
  return [number, number.replaceAll('-', ''), row.subject, ...shown.map(({ id }) => values[id] ?? '')].join(
    ' ',
  );
}

function fieldsOf(definition: string | null): readonly Field[] {
  if (definition === null) return [];
  const { fields }: WorkOrderType = JSON.parse(definition);
  return fields;
}

const isShown = ({ sensitive, kind }: Field): boolean => !sensitive && kind !== 'attachment';
