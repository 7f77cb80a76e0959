/** What a channel shows of a reply; the rest is told in text. */
export interface ChannelAbilities {
  readonly cards: boolean;
  /**
   * value: a button gives its own value back. label: a button types its label. none: choices are a
   * numbered list in the text, and buttons only inside a card.
   */
  readonly buttons: 'value' | 'label' | 'none';
  readonly maxButtons: number;
}

const webChat: ChannelAbilities = { cards: true, buttons: 'value', maxButtons: 100 };
const plain: ChannelAbilities = { cards: false, buttons: 'none', maxButtons: 0 };

// The counts are the channels' own limits on suggested actions, as Bot Framework documents them.
const abilities: Readonly<Record<string, ChannelAbilities>> = {
  directline: webChat,
  webchat: webChat,
  emulator: webChat,
  msteams: { cards: true, buttons: 'none', maxButtons: 6 },
  facebook: { cards: false, buttons: 'label', maxButtons: 10 },
  line: { cards: false, buttons: 'label', maxButtons: 13 },
  telegram: { cards: false, buttons: 'label', maxButtons: 100 },
};

export const abilitiesOf = (channelId: string): ChannelAbilities => abilities[channelId] ?? plain;
