import type { LinkDeeds } from '../chat/links/mount-links.ts';
import { contactOf, verifyContact } from './contacts.ts';
import type { Database } from './database.ts';
import { addDeliveries } from './outbox.ts';
import { bindRequester } from './requester-bindings.ts';
import type { Tx } from './schema.ts';

/** What the links in mails do; followed again, they did it already. `now` in epoch ms. */
export function createFollowedLinks(database: Database, now: () => number): LinkDeeds {
  const { db } = database;
  return {
    verify: async (number, isFor) => {
      const contact = await contactOf(db, number);
      if (contact === undefined || !isFor(contact.address)) return 'stale';
      await database.transaction('full', (tx) => verify(tx, number, contact.address, now()));
      return 'done';
    },
    claim: async ({ number, requesterId }) => {
      const query = db.selectFrom('work_orders').select('requester_id').where('number', '=', number);
      const owner = await query.executeTakeFirst();
      if (owner === undefined) return 'stale';
      await bindRequester(db, requesterId, owner.requester_id);
      return 'done';
    },
  };
}

/** What was kept back until now follows: the confirmation, and what happened since. */
async function verify(tx: Tx, number: string, address: string, at: number): Promise<void> {
  const numbers = await verifyContact(tx, number, { address, at });
  if (numbers.length === 0) return;
  const rows = await tx
    .selectFrom('work_orders')
    .select(['number', 'version'])
    .where('number', 'in', numbers)
    .execute();
  const mails = rows.map((row) => ({
    id: `${row.number}/verified/email`,
    kind: 'email',
    payload: {
      number: row.number,
      firstVersion: 1,
      lastVersion: row.version,
      of: `${row.number}/1`,
      event: 'work-order.filed',
      destination: 'email',
    },
  }));
  await addDeliveries(tx, mails, at);
}
