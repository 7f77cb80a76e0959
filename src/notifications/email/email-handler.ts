import { type ChangedWorkOrder, type ChangedWorkOrders, type Contact, sharePayload } from '../changes.ts';
import type { Handler, Outcome } from '../handler.ts';
import type { DeskWords } from '../words.ts';
import { asHtml, asText } from './layout.ts';
import type { Mail } from './mail.ts';
import type { OutgoingMail, SendMail } from './send-mail.ts';
import { noticeMail, receivedMail } from './wording.ts';

/** How long the link that confirms an address is good. */
export const VERIFY_DAYS = 7;

const DAY = 86_400_000;

/** An address that nobody confirmed is not asked to for more requests than that in a day: it may be a stranger's. */
const UNCONFIRMED_A_DAY = 5;

export interface MailPorts {
  /** Epoch ms. */
  readonly now: () => number;
  readonly sendMail: SendMail;
  readonly desk: () => DeskWords;
  /** The domain of Message-IDs: the sender's own. */
  readonly domain: string;
  /** Where the chat is. */
  readonly chatUrl: string;
  /** A signed address of the page that confirms a contact. */
  readonly verifyUrl: (number: string, address: string) => Promise<string>;
}

/** Mails a change to the requester; to an unconfirmed address only that something was received. */
export function emailHandler(changes: ChangedWorkOrders, ports: MailPorts): Handler {
  return async ({ id, payload }) => {
    const changed = await changes.read(sharePayload.parse(payload));
    if (changed?.contact === undefined) return { kind: 'done' };
    const { workOrder, contact } = changed;
    if (contact.verifiedAt === undefined && (await isFlooded(changes, contact, ports)))
      return { kind: 'done' };
    const mail = await wordedFor(changed, contact, ports);
    return mailed(ports, mail, { id, number: workOrder.number, to: contact.address });
  };
}

const isFlooded = async (
  changes: ChangedWorkOrders,
  { address }: Contact,
  { now }: MailPorts,
): Promise<boolean> => (await changes.unconfirmed(address, now() - DAY)) > UNCONFIRMED_A_DAY;

async function wordedFor(
  changed: ChangedWorkOrder,
  { address, verifiedAt }: Contact,
  { desk, verifyUrl, chatUrl }: MailPorts,
): Promise<Mail> {
  const { workOrder } = changed;
  if (verifiedAt !== undefined) return noticeMail(changed, desk(), { url: chatUrl });
  const url = await verifyUrl(workOrder.number, address);
  return receivedMail(workOrder, desk(), { url, days: VERIFY_DAYS });
}

/** Sends it in the thread of its work order. */
export async function mailed(
  { sendMail, desk, domain }: MailPorts,
  mail: Mail,
  { id, number, to }: { readonly id: string; readonly number: string; readonly to: string },
): Promise<Outcome> {
  const first = messageId(`${number}/1/email`, domain);
  const own = messageId(id, domain);
  const outgoing: OutgoingMail = {
    to,
    subject: `[${number}] ${mail.subject}`,
    text: asText(mail),
    html: asHtml(mail, desk().lang),
    messageId: own,
    ...(own !== first && { inThread: first }),
  };
  const sent = await sendMail(outgoing);
  switch (sent.kind) {
    case 'sent':
      return { kind: 'done' };
    case 'later':
      return { kind: 'retry', error: sent.error };
    case 'refused':
      return { kind: 'dead', error: sent.error };
  }
}

const messageId = (deliveryId: string, domain: string): string =>
  `${deliveryId.replace(/[^\w-]+/g, '.')}@${domain}`;
