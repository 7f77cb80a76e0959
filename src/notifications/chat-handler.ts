import {
  type ChangedWorkOrder,
  type ChangedWorkOrders,
  type SharePayload,
  shareOf,
  sharePayload,
} from './changes.ts';
import type { Handler } from './handler.ts';
import type { NewDelivery } from './outbox.ts';

/** A change, for the chat in which its work order was filed. */
export interface ChatNotice {
  /** The delivery's: said twice under it, it is there once. */
  readonly id: string;
  readonly conversationId: string;
  readonly requesterId: string;
  readonly number: string;
  readonly firstVersion: number;
  readonly lastVersion: number;
}

/** Words the change and says it in the chat. Throws where that did not work this time. */
export type TellInChat = (notice: ChatNotice) => Promise<'delivered' | 'unreachable'>;

export interface ChatPorts {
  readonly tell: TellInChat;
  /** Whether mail can be sent at all. */
  readonly email: boolean;
}

/** After so many failures the requester is told by mail, while the chat is still tried. */
const PATIENCE = 3;

/** Tells a change in the chat; where that fails, by mail. */
export function chatHandler(changes: ChangedWorkOrders, { tell, email }: ChatPorts): Handler {
  return async ({ id, payload, attempt }) => {
    const share = sharePayload.parse(payload);
    const changed = await changes.read(share);
    if (changed === undefined) return { kind: 'done' };
    const instead = email ? byMail(share, changed) : [];
    const { number, conversationId, requesterId } = changed.workOrder;
    const { firstVersion, lastVersion } = share;
    try {
      const told = await tell({ id, conversationId, requesterId, number, firstVersion, lastVersion });
      return told === 'delivered' ? { kind: 'done' } : { kind: 'done', also: instead };
    } catch (error) {
      if (attempt < PATIENCE) throw error;
      return { kind: 'retry', error: 'The chat did not take it', also: instead };
    }
  };
}

/**
 * The mail that the change itself would have made: there once, however often it is asked for. An address
 * that nobody confirmed is asked to once more, not at every change.
 */
function byMail(share: SharePayload, { contact }: ChangedWorkOrder): readonly NewDelivery[] {
  if (contact === undefined) return [];
  const mail = shareOf({ id: share.of, kind: share.event }, share, { kind: 'email', destination: 'email' });
  return [contact.verifiedAt === undefined ? { ...mail, id: `${share.number}/unreachable/email` } : mail];
}
