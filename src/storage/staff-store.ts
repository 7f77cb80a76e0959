import type { StaffStore } from '../staff/ports.ts';
import type { ActContext } from './apply-act.ts';
import type { Database } from './database.ts';
import { allWorkOrders, listWorkOrders } from './staff-list.ts';
import { attachmentOf, findWorkOrder } from './staff-work-order.ts';
import { writeOnce } from './staff-write.ts';

/** What staff see and do, by the API and from the terminal alike. `now` in epoch ms. */
export function createStaffStore(database: Database, acts: ActContext, now: () => number): StaffStore {
  const { db } = database;
  return {
    list: (request) => listWorkOrders(db, request, now()),
    all: (filter, sort) => allWorkOrders(db, filter, sort, now()),
    find: (number) => findWorkOrder(db, number, now()),
    attachment: (number, id) => attachmentOf(db, number, id),
    write: (request) => database.transaction('full', (tx) => writeOnce({ tx, acts, at: now() }, request)),
  };
}
