import { plainMarkdown } from '../conversation/plain-markdown.ts';
import type { Reply, ReplyChoice } from '../conversation/reply.ts';
import { asMarkdown } from '../conversation/text.ts';
import { type AdaptiveCard, adaptiveCardType, buttonCard, toAdaptiveCard } from './adaptive-card.ts';
import type { ChannelAbilities } from './channel-abilities.ts';
import { splitText } from './split-text.ts';

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
  readonly textFormat: 'markdown' | 'plain';
  readonly inputHint: 'expectingInput' | 'acceptingInput';
  readonly attachments?: { contentType: typeof adaptiveCardType; content: AdaptiveCard }[];
  readonly suggestedActions?: { actions: Button[]; to: string[] };
}

/** A reply in the messages that a channel shows it in: card, else markdown, else plain text. */
export function toActivities(reply: Reply, abilities: ChannelAbilities): readonly ReplyActivity[] {
  const last = parts(reply, abilities);
  const pieces = splitText(last.text, abilities.maxText);
  const before = pieces.slice(0, -1).map((text) => message(text, reply, abilities));
  return [...before, { ...message(pieces.at(-1), reply, abilities), ...last.more }];
}

const message = (text: string | undefined, reply: Reply, { markdown }: ChannelAbilities): ReplyActivity => ({
  type: 'message',
  ...(text !== undefined && { text }),
  textFormat: markdown ? 'markdown' : 'plain',
  inputHint:
    reply.kind === 'prompt' || (reply.choices ?? []).length > 0 ? 'expectingInput' : 'acceptingInput',
});

/** What goes into the text, and what goes beside its last piece. */
function parts(reply: Reply, abilities: ChannelAbilities) {
  const choices = reply.choices ?? [];
  const shown = choices.length <= abilities.maxButtons ? abilities.buttons : 'none';
  const card = abilities.cards ? cardOf(reply, shown === 'card' ? choices : []) : undefined;
  const asActions = (shown === 'value' || shown === 'label') && choices.length > 0;
  const listed = shown === 'none' ? numbered(choices, abilities) : '';
  const said = abilities.cards && reply.card !== undefined ? '' : sayable(reply.text, abilities);
  return {
    text: [said, listed].filter(Boolean).join('\n\n'),
    more: {
      ...(card !== undefined && { attachments: [{ contentType: adaptiveCardType, content: card }] }),
      ...(asActions && {
        suggestedActions: { actions: choices.map((choice) => button(choice, shown === 'label')), to: [] },
      }),
    },
  };
}

const sayable = (text: string, { markdown }: ChannelAbilities): string =>
  markdown ? text : plainMarkdown(text);

function cardOf({ card, text }: Reply, buttons: readonly ReplyChoice[]): AdaptiveCard | undefined {
  if (card !== undefined) return toAdaptiveCard(card, text, buttons);
  return buttons.length > 0 ? buttonCard(buttons) : undefined;
}

/** A label is plain text everywhere: it may be what somebody wrote. */
const numbered = (choices: readonly ReplyChoice[], { markdown }: ChannelAbilities): string =>
  choices.map(({ label }, index) => `${index + 1}. ${markdown ? asMarkdown(label) : label}`).join('\n');

function button({ label, value }: ReplyChoice, typed: boolean): Button {
  if (typed) return { type: 'imBack', title: label, value: label };
  return { type: 'messageBack', title: label, text: label, displayText: label, value: { choice: value } };
}
