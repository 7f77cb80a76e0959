/** What a channel shows of a reply; the rest is told in text. */
export interface ChannelAbilities {
  /** Adaptive Cards; without them a card's text stands for it. */
  readonly cards: boolean;
  /**
   * value: buttons below the message that give their own value back. label: the same, but they type their
   * label. card: buttons only inside a card. none: choices are a numbered list in the text.
   */
  readonly buttons: 'value' | 'label' | 'card' | 'none';
  /** More choices than this become a numbered list. */
  readonly maxButtons: number;
  /** Without it, markdown is told as plain text. */
  readonly markdown: boolean;
  /** Characters in one message; a longer text goes out in several. */
  readonly maxText: number;
  readonly typing: boolean;
  /** A message that was sent can be changed: a card loses its buttons once one was used. */
  readonly updates: boolean;
}

type Row = readonly [
  cards: boolean,
  buttons: ChannelAbilities['buttons'],
  maxButtons: number,
  markdown: boolean,
  maxText: number,
  typing: boolean,
  updates: boolean,
];

// The limits are the channels' own, as Bot Framework and the channels document them. Slack and e-mail
// take markdown because the connector translates it; Teams shows suggested actions in personal chats
// alone and six buttons in a card; an SMS is cut at 1,600.
// biome-ignore format: a table is read by its columns
const rows: Readonly<Record<string, Row>> = {
  //            cards  buttons  max  markdown  text     typing  updates
  directline:  [true,  'value', 100, true,     100_000, true,   false],
  webchat:     [true,  'value', 100, true,     100_000, true,   false],
  emulator:    [true,  'value', 100, true,     100_000, true,   false],
  msteams:     [true,  'card',  6,   true,     20_000,  true,   true],
  slack:       [false, 'none',  0,   true,     4_000,   false,  false],
  telegram:    [false, 'label', 100, true,     4_096,   true,   false],
  facebook:    [false, 'label', 10,  false,    2_000,   true,   false],
  line:        [false, 'label', 13,  false,    5_000,   false,  false],
  email:       [false, 'none',  0,   true,     100_000, false,  false],
  sms:         [false, 'none',  0,   false,    1_600,   false,  false],
};

/** A channel that nobody described gets what every channel shows. */
const plain: Row = [false, 'none', 0, false, 1_600, false, false];

export const knownChannels: readonly string[] = Object.keys(rows);

export function abilitiesOf(channelId: string): ChannelAbilities {
  const [cards, buttons, maxButtons, markdown, maxText, typing, updates] = rows[channelId] ?? plain;
  return { cards, buttons, maxButtons, markdown, maxText, typing, updates };
}
