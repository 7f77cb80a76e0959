import type { Card, Fact, ReplyChoice } from '../conversation/reply.ts';
import { asMarkdown } from '../conversation/text.ts';

/** Adaptive Cards 1.3, the newest that Teams, Web Chat and the page all draw. */
export interface AdaptiveCard {
  readonly type: 'AdaptiveCard';
  readonly $schema: string;
  readonly version: '1.3';
  readonly fallbackText: string;
  readonly body: readonly object[];
  readonly actions?: readonly object[];
}

export const adaptiveCardType = 'application/vnd.microsoft.card.adaptive';

/** `choices` become buttons of the card, for channels that show no others. */
export function toAdaptiveCard(card: Card, text: string, choices: readonly ReplyChoice[] = []): AdaptiveCard {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.3',
    fallbackText: text,
    body: card.kind === 'review' ? reviewBody(card) : workOrderBody(card),
    ...(choices.length > 0 && { actions: choices.map(submit) }),
  };
}

const reviewBody = (card: Extract<Card, { kind: 'review' }>): object[] => [
  heading(card.title),
  factSet(card.facts),
  { type: 'TextBlock', text: card.note, wrap: true, isSubtle: true, size: 'Small' },
];

const workOrderBody = (card: Extract<Card, { kind: 'work-order' }>): object[] => [
  { type: 'TextBlock', text: asMarkdown(card.title), wrap: true, isSubtle: true, size: 'Small' },
  heading(card.number),
  { type: 'TextBlock', text: asMarkdown(card.status), wrap: true, color: 'Accent', weight: 'Bolder' },
  factSet(card.facts),
];

const heading = (text: string): object => ({
  type: 'TextBlock',
  text: asMarkdown(text),
  wrap: true,
  weight: 'Bolder',
  size: 'Medium',
  style: 'heading',
});

/** Cards read markdown everywhere; what people wrote must show as they wrote it. */
const factSet = (facts: readonly Fact[]): object => ({
  type: 'FactSet',
  facts: facts.map(({ label, value }) => ({ title: asMarkdown(label), value: asMarkdown(value) })),
});

/** Teams sends `msteams.value` back as the message's value, everyone else `data` itself. */
const submit = ({ label, value }: ReplyChoice): object => ({
  type: 'Action.Submit',
  title: label,
  data: {
    choice: value,
    msteams: { type: 'messageBack', text: label, displayText: label, value: { choice: value } },
  },
});
