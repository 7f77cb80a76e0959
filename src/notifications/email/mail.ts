/** What a mail says, before it is laid out as plain text and as HTML. All of it is text, none markup. */
export interface Mail {
  /** Without the number, which the layout puts before it. */
  readonly subject: string;
  readonly parts: readonly Part[];
}

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  /** Somebody's own words. */
  | { readonly kind: 'quote'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly { readonly label: string; readonly value: string }[] }
  | { readonly kind: 'link'; readonly label: string; readonly url: string }
  /** What stands small at the end. */
  | { readonly kind: 'footer'; readonly text: string };
