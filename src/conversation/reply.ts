/** What goes out: data that each channel renders. Every choice can be typed, by its label or its place. */
export interface ReplyChoice {
  readonly label: string;
  /** Comes back as a choice message's value. */
  readonly value: string;
}

export interface Fact {
  readonly label: string;
  readonly value: string;
}

export type Card =
  | {
      readonly kind: 'review';
      readonly formId: string;
      readonly title: string;
      readonly facts: readonly Fact[];
      readonly note: string;
    }
  | {
      readonly kind: 'work-order';
      readonly number: string;
      readonly title: string;
      readonly status: string;
      readonly facts: readonly Fact[];
      /** Markdown, below the facts: how to go on, or what happened. */
      readonly notes: readonly string[];
    };

export interface Reply {
  /** Markdown. With a card, what a channel without cards says instead of it. */
  readonly text: string;
  readonly card?: Card;
  readonly choices?: readonly ReplyChoice[];
  /** A person is asked for, and people are there: a channel behind which they sit passes the conversation on. */
  readonly handoff?: true;
  /** What the reply is, for figures and for channels that treat some apart. */
  readonly kind:
    | 'answer'
    | 'disambiguation'
    | 'fallback'
    | 'prompt'
    | 'review'
    | 'filed'
    | 'status'
    | 'notice'
    | 'welcome';
}
