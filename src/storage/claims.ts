import { createHash } from 'node:crypto';
import type { TurnRecord } from '../conversation/stores.ts';
import { addDeliveries } from './outbox.ts';
import type { Tx } from './schema.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Mails about one number in a day: who names other people's numbers fills no mailbox. */
const MAILS_A_DAY = 5;

/**
 * Asks for a link to the confirmed address of a number, once an hour for one requester. Whether there is such
 * a number shows in nothing that the requester gets to see: that is looked up when the mail is made.
 */
export async function requestClaim(tx: Tx, number: string, { requesterId, at }: TurnRecord): Promise<void> {
  const earlier = await tx
    .selectFrom('outbox')
    .select('id')
    .where('kind', '=', 'claim')
    .where('id', 'like', `claim/${number}/%`)
    .where('not_before', '>', at - DAY)
    .execute();
  if (earlier.length >= MAILS_A_DAY) return;
  // The outbox is shown to staff, who need not know who asked.
  const asker = createHash('sha256').update(requesterId).digest('hex').slice(0, 16);
  const id = `claim/${number}/${asker}/${Math.floor(at / HOUR)}`;
  await addDeliveries(tx, [{ id, kind: 'claim', payload: { number, requesterId, at } }], at);
}
