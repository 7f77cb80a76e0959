import type { WorkOrder } from '../../src/work-orders/work-order.ts';

/** A work order filed just now. */
export const aWorkOrder = (changed: Partial<WorkOrder> = {}): WorkOrder => ({
  number: 'WO-AAAA-BBBB',
  type: 'card-lost',
  typeTitle: 'Lost card',
  typeHash: 'abc',
  requesterId: 'requester/1',
  conversationId: 'chat/1',
  status: 'new',
  priority: 'normal',
  queue: 'cards',
  fields: {},
  subject: 'Lost card',
  filedAt: 1,
  firstResponseDue: 2,
  resolutionDue: 3,
  updatedAt: 1,
  version: 1,
  ...changed,
});
