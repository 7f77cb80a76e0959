import * as z from 'zod';
import type { Card, Fact, ReplyChoice } from '../conversation/reply.ts';
import { asMarkdown } from '../conversation/text.ts';

/** Adaptive Cards 1.3, the newest that Teams, Web Chat and the page all draw; the parts that we write. */
export const adaptiveCardShape = z.object({
  type: z.literal('AdaptiveCard'),
  $schema: z.string(),
  version: z.literal('1.3'),
  fallbackText: z.string(),
  body: z.array(z.looseObject({ type: z.string() })),
  actions: z.array(z.looseObject({ type: z.string() })).exactOptional(),
});

export type AdaptiveCard = z.infer<typeof adaptiveCardShape>;

type Element = AdaptiveCard['body'][number];

export const adaptiveCardType = 'application/vnd.microsoft.card.adaptive' as const;

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

/** Choices alone, for channels that show buttons in cards only; the message's text says what they are for. */
export const buttonCard = (choices: readonly ReplyChoice[]): AdaptiveCard => ({
  type: 'AdaptiveCard',
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  version: '1.3',
  fallbackText: choices.map(({ label }) => label).join(', '),
  body: [],
  actions: choices.map(submit),
});

/** The card once a button of it was used: no buttons any more, and which one it was. */
export const usedCard = ({ actions: _, ...card }: AdaptiveCard, label: string): AdaptiveCard => ({
  ...card,
  body: [
    ...card.body,
    { type: 'TextBlock', text: `✓ ${asMarkdown(label)}`, wrap: true, isSubtle: true, size: 'Small' },
  ],
});

const reviewBody = (card: Extract<Card, { kind: 'review' }>): AdaptiveCard['body'] => [
  heading(card.title),
  factSet(card.facts),
  note(card.note),
];

const workOrderBody = (card: Extract<Card, { kind: 'work-order' }>): AdaptiveCard['body'] => [
  { type: 'TextBlock', text: asMarkdown(card.title), wrap: true, isSubtle: true, size: 'Small' },
  heading(card.number),
  { type: 'TextBlock', text: asMarkdown(card.status), wrap: true, color: 'Accent', weight: 'Bolder' },
  factSet(card.facts),
  ...card.notes.map(note),
];

const note = (text: string): Element => ({
  type: 'TextBlock',
  text,
  wrap: true,
  isSubtle: true,
  size: 'Small',
});

const heading = (text: string): Element => ({
  type: 'TextBlock',
  text: asMarkdown(text),
  wrap: true,
  weight: 'Bolder',
  size: 'Medium',
  style: 'heading',
});

/** Cards read markdown everywhere; what people wrote must show as they wrote it. */
const factSet = (facts: readonly Fact[]): Element => ({
  type: 'FactSet',
  facts: facts.map(({ label, value }) => ({ title: asMarkdown(label), value: asMarkdown(value) })),
});

/** Teams sends `msteams.value` back as the message's value, everyone else `data` itself. */
const submit = ({ label, value }: ReplyChoice): Element => ({
  type: 'Action.Submit',
  title: label,
  data: {
    choice: value,
    msteams: { type: 'messageBack', text: label, displayText: label, value: { choice: value } },
  },
});
