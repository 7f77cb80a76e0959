import { phraseKeys } from '../desk/phrase-keys.ts';

type PageKey = Extract<keyof typeof phraseKeys, `page.${string}`>;

/** What the page itself says, without the `page.` of its key. */
export type PageWord = PageKey extends `page.${infer Word}` ? Word : never;

/** What the chat page asks for at /chat/settings.json before it draws itself. */
export interface PageSettings {
  /** The desk's name: the page's title and heading. */
  readonly name: string;
  /** BCP 47: the language of the words. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  /** By PageWord, as phrases/<lang>.md has them: `{parameters}` are still in them. */
  readonly words: Readonly<Record<string, string>>;
}

/** An article that would answer what is being typed; `value` is its choice's. */
export interface PageSuggestion {
  readonly label: string;
  readonly value: string;
}

/** A work order of the visitor's, as the side panel lists it. */
export interface PageWorkOrder {
  readonly number: string;
  readonly subject: string;
  readonly status: 'new' | 'open' | 'pending' | 'resolved' | 'closed' | 'withdrawn';
  readonly statusText: string;
  /** Epoch ms. */
  readonly updatedAt: number;
}

const rightToLeft = new Set(['ar', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi']);

/** The page's settings in the language of its phrases. */
export function pageSettingsOf(
  name: string,
  { lang, say }: { readonly lang: string; readonly say: (key: PageKey) => string },
): PageSettings {
  const keys = Object.keys(phraseKeys).filter(isPageKey);
  return {
    name,
    lang,
    dir: rightToLeft.has(lang.split('-')[0] ?? '') ? 'rtl' : 'ltr',
    words: Object.fromEntries(keys.map((key) => [key.slice('page.'.length), say(key)])),
  };
}

const isPageKey = (key: string): key is PageKey => key.startsWith('page.');
