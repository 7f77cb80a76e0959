import { createHash } from 'node:crypto';
import * as z from 'zod';
import { guardMessage } from '../../conversation/guard-message.ts';
import type { Message } from '../../conversation/message.ts';
import type { SaidActivity } from '../activity.ts';
import { type SentFiles, toMessage } from '../to-message.ts';
import type { LogEntry, ShownActivity } from './log-entry.ts';
import type { Claims } from './tokens.ts';

/** Conversations and people of the desk's own chat, apart from those of Microsoft's Direct Line channel. */
export const webId = (id: string): string => `web/${id}`;

/** As clients make them up: no place to put words. */
const clientData = z.object({ clientActivityID: z.string().regex(/^[!-~]{1,200}$/) });

/**
 * The activity's id. A client that did not see our answer sends the same again with the same
 * clientActivityID: it gets the same id, and is answered once.
 */
export function activityId(activity: SaidActivity, { user }: Claims, newId: () => string): string {
  const own = clientData.safeParse(activity.channelData).data?.clientActivityID;
  if (own === undefined) return `u-${newId()}`;
  return `u-${createHash('sha256').update(`${user.id}\n${own}`).digest('base64url').slice(0, 22)}`;
}

/** A client's activity as it is logged; undefined where there is nothing to answer. */
export function fromClient(
  activity: SaidActivity,
  claims: Claims,
  at: { readonly id: string; readonly now: number },
  files?: SentFiles,
): { readonly entry: LogEntry; readonly message: Message } | undefined {
  const said = toMessage(activity, { id: at.id, ...identityOf(claims) }, files);
  if (said === undefined) return undefined;
  // Before it is logged, and before the client's echo is: neither keeps a secret.
  const message = guardMessage(said);
  return { message, entry: { message, shown: shownOf(activity, claims, at, message) } };
}

export const identityOf = ({
  conversationId,
  user,
}: Claims): Pick<Message, 'conversationId' | 'requester'> => ({
  conversationId: webId(conversationId),
  requester: { ...user, id: webId(user.id) },
});

/** Rebuilt from what is known, never passed on: what a client writes elsewhere is seen by nobody. */
function shownOf(
  activity: SaidActivity,
  { conversationId, user }: Claims,
  at: { readonly id: string; readonly now: number },
  message: Message,
): ShownActivity {
  const channelData = clientData.safeParse(activity.channelData).data;
  return {
    type: 'message',
    id: at.id,
    timestamp: new Date(at.now).toISOString(),
    channelId: 'directline',
    conversation: { id: conversationId },
    from: { ...user, ...nameOf(message), role: 'user' },
    textFormat: 'plain',
    text: 'text' in message ? message.text : '',
    ...(message.kind === 'choice' && { value: { choice: message.value } }),
    ...(message.kind === 'attachment' && {
      attachments: message.uploads.map(({ name, contentType }) => ({ name, contentType })),
    }),
    ...(message.lang !== undefined && { locale: message.lang }),
    ...(channelData && { channelData }),
  };
}

/** Guarded, as the rest of the message. */
const nameOf = ({ requester: { name } }: Message) => (name === undefined ? {} : { name });
