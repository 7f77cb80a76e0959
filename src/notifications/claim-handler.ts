import { z } from 'zod';
import type { ChangedWorkOrders } from './changes.ts';
import { type MailPorts, mailed } from './email/email-handler.ts';
import { claimMail } from './email/wording.ts';
import type { Handler } from './handler.ts';

/** Somebody named a number that is not theirs, in another place. */
export const claimPayload = z.object({
  number: z.string(),
  /** Who asked, and when (epoch ms). */
  requesterId: z.string(),
  at: z.number(),
});
export type ClaimPayload = Readonly<z.infer<typeof claimPayload>>;

/** How long the link of a claim is good: it was asked for just now. */
export const CLAIM_MINUTES = 60;

export interface ClaimPorts extends MailPorts {
  /** A signed address of the page that lets the asking requester in. */
  readonly claimUrl: (claim: ClaimPayload) => Promise<string>;
}

/** Mails a link to the confirmed address of that number. Where there is none, nobody can tell. */
export function claimHandler(changes: ChangedWorkOrders, ports: ClaimPorts): Handler {
  return async ({ id, payload }) => {
    const claim = claimPayload.parse(payload);
    const { number, at } = claim;
    // Whoever asked has gone on long ago; a mail now would only alarm.
    if (ports.now() - at > CLAIM_MINUTES * 60_000) return { kind: 'done' };
    const changed = await changes.read({ number, firstVersion: 1, lastVersion: 1 });
    const isOwn = changed?.workOrder.requesterId === claim.requesterId;
    if (changed?.contact?.verifiedAt === undefined || isOwn) return { kind: 'done' };
    const url = await ports.claimUrl(claim);
    const mail = claimMail({ number, at, minutes: CLAIM_MINUTES, url }, ports.desk());
    return mailed(ports, mail, { id, number, to: changed.contact.address });
  };
}
