import type { Activity, Attachment } from 'botframework-directlinejs';

/** What a button says and gives back. */
export interface Choice {
  readonly label: string;
  readonly value: unknown;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

export const readChoice = (label: string, data: unknown): Choice | undefined =>
  isObject(data) && typeof data.choice === 'string' ? { label, value: { choice: data.choice } } : undefined;

/** A message as the page shows it; undefined for what is no message. */
export interface ShownMessage {
  readonly id: string;
  readonly mine: boolean;
  readonly text: string;
  readonly at: Date;
  readonly kind: string;
  readonly clientId: string | undefined;
  readonly cards: readonly object[];
  readonly files: readonly string[];
  readonly choices: readonly Choice[];
}

const cardType = 'application/vnd.microsoft.card.adaptive';

export function readMessage(activity: Activity): ShownMessage | undefined {
  if (activity.type !== 'message' || activity.id === undefined) return undefined;
  const data: unknown = activity.channelData;
  const attachments = activity.attachments ?? [];
  return {
    id: activity.id,
    mine: activity.from.role !== 'bot',
    text: activity.text ?? '',
    at: new Date(activity.timestamp ?? Date.now()),
    kind: isObject(data) && typeof data.kind === 'string' ? data.kind : '',
    clientId: isObject(data) && typeof data.clientActivityID === 'string' ? data.clientActivityID : undefined,
    cards: attachments.flatMap(cardIn),
    files: attachments.flatMap((one) => (one.contentType === cardType ? [] : [nameOf(one)])),
    choices: (activity.suggestedActions?.actions ?? []).map(({ title, value }) => ({
      label: title ?? '',
      value,
    })),
  };
}

const cardIn = (attachment: Attachment): object[] =>
  attachment.contentType === cardType && 'content' in attachment && isObject(attachment.content)
    ? [attachment.content]
    : [];

const nameOf = (attachment: Attachment): string =>
  'name' in attachment ? (attachment.name ?? 'file') : 'file';
