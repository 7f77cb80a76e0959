import type { phraseKeys } from './phrase-keys.ts';

export type PhraseKey = keyof typeof phraseKeys;

/** What the bot says in one language; a key that its file lacks is missing here too. */
export interface Phrases {
  /** BCP 47. */
  readonly lang: string;
  readonly texts: ReadonlyMap<string, string>;
}

/** The parameters that a text may name, by its key. */
export const parameter = /\{([a-z][a-z0-9-]*)\}/gi;

/**
 * The text of a key with its parameters put in. What is put in stays as it is: a brace in a value is
 * never read as a parameter. Values are not escaped for markdown, since not every channel renders it.
 */
export function say(phrases: Phrases, key: PhraseKey, params: Readonly<Record<string, string>> = {}): string {
  const text = phrases.texts.get(key);
  if (text === undefined) return plainly(key, params);
  return text.replace(parameter, (written: string, name: string) =>
    Object.hasOwn(params, name) ? (params[name] ?? written) : written,
  );
}

/** Without wording the values must still arrive: a work order's number above all. */
function plainly(key: PhraseKey, params: Readonly<Record<string, string>>): string {
  const name = key.replace(/[.-]/g, ' ');
  const values = Object.values(params).join(', ');
  return values === '' ? name : `${name}: ${values}`;
}

/**
 * The phrases with the gaps filled from another file, most often the desk's own language; what is heard is
 * heard in both, since who reads German may well type "ok, cancel".
 */
export function withFallback(phrases: Phrases, fallback: Phrases): Phrases {
  const texts = new Map(fallback.texts);
  for (const [key, text] of phrases.texts) {
    const other = fallback.texts.get(key);
    texts.set(key, isHeard(key) && other !== undefined ? `${text}, ${other}` : text);
  }
  return { lang: phrases.lang, texts };
}

/** A list of what requesters say, where the others are what the bot says. */
export const isHeard = (key: string): boolean => key.startsWith('words.') || key.startsWith('command.');
