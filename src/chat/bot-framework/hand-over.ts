import * as z from 'zod';
import type { Message } from '../../conversation/message.ts';
import type { Reply } from '../../conversation/reply.ts';
import type { ChannelActivity } from '../activity.ts';
import type { HandoffStore, Phrases } from '../ports.ts';
import { type ChannelReference, referenceOf } from './channel-reference.ts';
import { conversationIdOf } from './from-channel.ts';
import type { Speaker } from './speaker.ts';

export interface HandOverOptions {
  readonly handoffs: HandoffStore;
  /** Channels behind which people take over, such as Dynamics 365 behind `directline`. */
  readonly handoffChannels: readonly string[];
  readonly speaker: Speaker;
  readonly phrases: Phrases;
}

/** Conversations that go over to a person, as Bot Framework's handoff events tell it. */
export interface HandOver {
  /** True where this was the end or the beginning of a person's part, or a person talks: no turn for it. */
  readonly takes: (activity: ChannelActivity) => Promise<boolean>;
  /** The replies as they are said here: asking for a person asks the channel for one, where it has them. */
  readonly passOn: (
    message: Message,
    reference: ChannelReference,
    replies: readonly Reply[],
  ) => Promise<readonly Reply[]>;
}

const status = z.looseObject({ state: z.enum(['accepted', 'failed', 'completed']) });

const told = { accepted: 'person.joined', failed: 'person.nobody', completed: 'person.back' } as const;

export function createHandOver({ handoffs, handoffChannels, speaker, phrases }: HandOverOptions): HandOver {
  const tell = async (activity: ChannelActivity, state: keyof typeof told): Promise<void> => {
    const notice = { kind: 'notice' as const, text: phrases(activity.locale).say(told[state]) };
    await speaker.say(conversationIdOf(activity), referenceOf(activity), [notice]);
  };
  return {
    takes: async (activity) => {
      const { channelId, type, name, value } = activity;
      if (!handoffChannels.includes(channelId)) return false;
      const conversationId = conversationIdOf(activity);
      if (!(await handoffs.is(conversationId))) return false;
      if (type !== 'event' || name !== 'handoff.status') return true;
      const { data } = status.safeParse(value);
      if (data === undefined) return true;
      await (data.state === 'accepted' ? handoffs.confirm : handoffs.end)(conversationId);
      await tell(activity, data.state);
      return true;
    },
    passOn: async ({ conversationId, lang }, reference, replies) => {
      const asked = replies.some(({ handoff }) => handoff === true);
      if (!asked || !handoffChannels.includes(reference.channelId)) return replies;
      await handoffs.begin(conversationId);
      try {
        await speaker.handOff(reference, await handoffs.transcript(conversationId));
      } catch (error) {
        // Nobody was asked: the bot goes on.
        await handoffs.end(conversationId);
        throw error;
      }
      await handoffs.confirm(conversationId);
      return [{ kind: 'notice', text: phrases(lang).say('person.asked') }];
    },
  };
}
