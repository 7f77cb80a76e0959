import type { Reply, ReplyChoice } from '../conversation/reply.ts';
import { type AdaptiveCard, adaptiveCardType, toAdaptiveCard } from './adaptive-card.ts';
import type { ChannelAbilities } from './channel-abilities.ts';

export interface Button {
  readonly type: 'messageBack' | 'imBack';
  readonly title: string;
  readonly text?: string;
  readonly displayText?: string;
  readonly value: string | { readonly choice: string };
}

/** What the bot says, as Bot Framework writes it. */
export interface ReplyActivity {
  readonly type: 'message';
  readonly text?: string;
  readonly textFormat: 'markdown';
  readonly inputHint: 'expectingInput' | 'acceptingInput';
  readonly attachments?: { contentType: typeof adaptiveCardType; content: AdaptiveCard }[];
  readonly suggestedActions?: { actions: Button[]; to: string[] };
}

export function toActivity(reply: Reply, abilities: ChannelAbilities): ReplyActivity {
  const choices = reply.choices ?? [];
  const card = abilities.cards ? reply.card : undefined;
  const asButtons = abilities.buttons !== 'none' && choices.length <= abilities.maxButtons;
  const inCard = card !== undefined && !asButtons && choices.length <= abilities.maxButtons ? choices : [];
  const listed = asButtons || inCard.length > 0 ? [] : choices;
  const text = [card === undefined ? reply.text : '', numbered(listed)].filter(Boolean).join('\n\n');
  return {
    type: 'message',
    ...(text !== '' && { text }),
    textFormat: 'markdown',
    inputHint: reply.kind === 'prompt' || choices.length > 0 ? 'expectingInput' : 'acceptingInput',
    ...(card && {
      attachments: [{ contentType: adaptiveCardType, content: toAdaptiveCard(card, reply.text, inCard) }],
    }),
    ...(asButtons &&
      choices.length > 0 && {
        suggestedActions: { actions: choices.map((choice) => button(choice, abilities)), to: [] },
      }),
  };
}

const numbered = (choices: readonly ReplyChoice[]): string =>
  choices.map(({ label }, index) => `${index + 1}. ${label}`).join('\n');

function button({ label, value }: ReplyChoice, { buttons }: ChannelAbilities): Button {
  if (buttons === 'label') return { type: 'imBack', title: label, value: label };
  return { type: 'messageBack', title: label, text: label, displayText: label, value: { choice: value } };
}
