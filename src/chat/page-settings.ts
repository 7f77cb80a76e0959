/** What the chat page asks for at /chat/settings.json before it draws itself. */
export interface PageSettings {
  /** The desk's name: the page's title and heading. */
  readonly name: string;
  /** One line below the name; left out, the page says what it does. */
  readonly tagline?: string;
  /** BCP 47. */
  readonly lang: string;
}
