import type { TurnContext } from 'botbuilder';
import * as z from 'zod';
import type { Reply } from '../../conversation/reply.ts';
import { adaptiveCardShape, adaptiveCardType, usedCard } from '../adaptive-card.ts';
import { abilitiesOf } from '../channel-abilities.ts';
import type { ChatLog, ReferenceStore, SaidLine } from '../ports.ts';
import { type ReplyActivity, toActivities } from '../to-activity.ts';
import type { ChannelReference } from './channel-reference.ts';
import type { DeskAdapter } from './desk-adapter.ts';

/** Says things in conversations of the channels. */
export interface Speaker {
  /** Throws what the channel answers. `replyToId` is the activity that is answered. */
  readonly say: (
    conversationId: string,
    reference: ChannelReference,
    replies: readonly Reply[],
    replyToId?: string,
  ) => Promise<void>;
  /** Shows that an answer is on its way; never throws. */
  readonly type: (reference: ChannelReference) => Promise<void>;
  /** Asks the channel for a person, and gives the transcript along. Throws what the channel answers. */
  readonly handOff: (reference: ChannelReference, transcript: readonly SaidLine[]) => Promise<void>;
  /**
   * Takes the buttons off a card, one of which was used; never throws. Gives the card as it is then,
   * undefined where it is not known any more.
   */
  readonly markUsed: (
    conversationId: string,
    reference: ChannelReference,
    cardId: string,
    label: string,
  ) => Promise<object | undefined>;
}

const cardMessage = z.looseObject({
  id: z.string(),
  type: z.literal('message'),
  attachments: z.tuple([z.object({ contentType: z.literal(adaptiveCardType), content: adaptiveCardShape })]),
});

/** As the protocol has it: a Transcript, which is a list of activities. */
const transcriptAttachment = ({ bot, user }: ChannelReference, said: readonly SaidLine[]) => ({
  contentType: 'application/json',
  name: 'Transcript',
  content: {
    activities: said.map(({ by, text, at }) => ({
      type: 'message',
      timestamp: new Date(at).toISOString(),
      from: by === 'bot' ? { ...bot, role: 'bot' } : { ...user, role: 'user' },
      text,
    })),
  },
});

const hasButtons = ({ attachments }: ReplyActivity): boolean =>
  attachments?.some(({ content }) => content.actions !== undefined) ?? false;

export function createSpeaker(
  adapter: () => Promise<DeskAdapter>,
  references: ReferenceStore,
  log: ChatLog,
): Speaker {
  return {
    say: async (conversationId, reference, replies, replyToId) => {
      const abilities = abilitiesOf(reference.channelId);
      const activities = replies.flatMap((reply) => toActivities(reply, abilities));
      const logic = async (context: TurnContext): Promise<void> => {
        for (const activity of activities) {
          const sent = await context.sendActivity(activity);
          if (abilities.updates && sent !== undefined && hasButtons(activity))
            await references.putCard(conversationId, JSON.stringify({ ...activity, id: sent.id }));
        }
      };
      await (await adapter()).speak(reference, logic, replyToId);
    },
    type: async (reference) => {
      if (!abilitiesOf(reference.channelId).typing) return;
      const typing = async (ready: DeskAdapter): Promise<void> =>
        ready.speak(reference, async (context) => void (await context.sendActivity({ type: 'typing' })));
      await adapter()
        .then(typing)
        .catch((error: unknown) => log.warn({ err: error }, 'A channel did not take the sign of typing'));
    },
    handOff: async (reference, transcript) => {
      const event = {
        type: 'event',
        name: 'handoff.initiate',
        value: { Skill: 'support' },
        attachments: [transcriptAttachment(reference, transcript)],
      };
      await (await adapter()).speak(reference, async (context) => void (await context.sendActivity(event)));
    },
    markUsed: async (conversationId, reference, cardId, label) => {
      try {
        const kept = await references.card(conversationId);
        const message = cardMessage.safeParse(JSON.parse(kept ?? 'null')).data;
        if (message?.id !== cardId) return undefined;
        const content = usedCard(message.attachments[0].content, label);
        const used = { ...message, attachments: [{ contentType: adaptiveCardType, content }] };
        await (await adapter()).speak(
          reference,
          async (context) => void (await context.updateActivity(used)),
        );
        return content;
      } catch (error) {
        log.warn({ err: error, conversationId }, 'A used card could not be updated');
        return undefined;
      }
    },
  };
}
