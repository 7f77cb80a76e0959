import * as z from 'zod';
import type { Message } from '../../conversation/message.ts';
import type { ChannelActivity } from '../activity.ts';
import { beginning, type SentFiles, toMessage } from '../to-message.ts';

/** Ids are unique in their channel only. */
export const conversationIdOf = ({ channelId, conversation }: ChannelActivity): string =>
  `${channelId}/${conversation.id}`;

export const requesterIdOf = ({ channelId, from }: ChannelActivity): string => `${channelId}/${from.id}`;

/** What an activity of a channel says to the engine; undefined where it says nothing to it. */
export function fromChannel(
  activity: ChannelActivity,
  newId: () => string,
  files?: SentFiles,
): Message | undefined {
  const began = activity.type === 'conversationUpdate';
  if (began && !greets(activity)) return undefined;
  const identity = {
    id: began ? beginningId(activity) : (activity.id ?? newId()),
    conversationId: conversationIdOf(activity),
    requester: began ? newcomer(activity) : { id: requesterIdOf(activity), ...nameOf(activity.from) },
  };
  if (began) return beginning(activity, identity);
  return toMessage(asSaid(activity), identity, files);
}

const nameOf = ({ name }: { readonly name?: string | undefined }) => (name === undefined ? {} : { name });

const isBot = ({ recipient }: ChannelActivity, id: string): boolean => id === recipient?.id;

/**
 * Teams tells that the bot itself was added, to a person as to a team, and then of everybody who comes
 * later: it is greeted once. Elsewhere each person who joins is greeted.
 */
function greets(activity: ChannelActivity): boolean {
  const added = activity.membersAdded;
  return activity.channelId === 'msteams'
    ? added.some(({ id }) => isBot(activity, id)) || (added.length > 0 && isPersonal(activity))
    : added.some(({ id }) => !isBot(activity, id));
}

const isPersonal = ({ conversation }: ChannelActivity): boolean =>
  conversation.conversationType === 'personal';

function newcomer(activity: ChannelActivity): Message['requester'] {
  const { channelId, from, membersAdded } = activity;
  const person = membersAdded.find(({ id }) => !isBot(activity, id)) ?? from;
  return { id: `${channelId}/${person.id}`, ...nameOf(person) };
}

/** Teams tells of one beginning in several activities. */
const beginningId = (activity: ChannelActivity): string =>
  activity.channelId === 'msteams' ? 'joined' : (activity.id ?? `joined:${newcomer(activity).id}`);

const cardAction = z.looseObject({ action: z.looseObject({ data: z.unknown() }) });

/** A card's action that Teams sends as an invoke is a choice like any other. */
function asSaid(activity: ChannelActivity): ChannelActivity {
  if (!isCardAction(activity)) return activity;
  return { ...activity, type: 'message', value: cardAction.safeParse(activity.value).data?.action.data };
}

export const isCardAction = ({ type, name }: ChannelActivity): boolean =>
  type === 'invoke' && name === 'adaptiveCard/action';
