import type { DeskSettings } from '../desk/desk-settings.ts';
import type { PhraseKey } from '../desk/phrases.ts';

export type Say = (key: PhraseKey, params?: Readonly<Record<string, string>>) => string;

/** The desk as it stands when something is told, in the language in which it tells. */
export interface DeskWords {
  readonly settings: DeskSettings;
  readonly lang: string;
  readonly say: Say;
  /** A time in words, in the desk's zone. */
  readonly sayTime: (at: number) => string;
}
