/** A character that is not seen and changes what is read, or is found, or is matched. */
export interface HiddenCharacter {
  /** UTF-16 code units before it. */
  readonly at: number;
  readonly character: string;
  readonly kind: 'direction' | 'invisible';
}

/** Embeddings, overrides and isolates: what is shown is not in the order of what is written. */
const direction = '\\u202A-\\u202E\\u2066-\\u2069';

/**
 * Spaces of no width, soft hyphens, word joiners, fillers, tags and deprecated marks: a word with one in it is
 * no longer found. The marks of direction U+200E, U+200F and U+061C reorder only their neighbours and stay.
 */
const invisible =
  '\\u00AD\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180E\\u200B-\\u200D\\u2060-\\u2065\\u206A-\\u206F\\u3164\\uFEFF\\uFFA0\\uFFF9-\\uFFFB\\u{E0000}-\\u{E007F}';

const hidden = new RegExp(`[${direction}${invisible}]`, 'gu');
const isDirection = new RegExp(`[${direction}]`, 'u');

const scripts = (...names: readonly string[]): string => names.map((name) => `\\p{scx=${name}}`).join('');
const indic = scripts('Deva', 'Beng', 'Guru', 'Gujr', 'Orya', 'Taml', 'Telu', 'Knda', 'Mlym', 'Sinh');
const joining = indic + scripts('Arab', 'Syrc', 'Nkoo', 'Mong', 'Tibt', 'Mymr', 'Khmr', 'Java', 'Bali');
/** Written without spaces: a space of no width says where a line may end. */
const unspaced = scripts('Thai', 'Laoo', 'Khmr', 'Mymr', 'Tibt', 'Java', 'Bali');

/** What each may stand behind; the rest has no use anywhere. */
const usedBehind: Readonly<Record<string, RegExp>> = {
  '\u200B': new RegExp(`[${unspaced}]$`, 'u'),
  '\u200C': new RegExp(`(?=[\\p{L}\\p{M}])[${joining}]$`, 'u'),
  // Joins letters, and pictures to one: a person and a laptop.
  '\u200D': new RegExp(
    `(?:(?=[\\p{L}\\p{M}])[${joining}]|[\\p{Extended_Pictographic}\\p{Emoji_Modifier}]\\uFE0F?)$`,
    'u',
  ),
};
/** The flags of England, Scotland and Wales are a black flag and letters that are not seen. */
const tags = /\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]*$/u;

/** The longest that `usedBehind` and `tags` look at. */
const before = 24;

/** All of a text, in its order. Letters of scripts that need one of them keep it. */
export function hiddenCharacters(text: string): HiddenCharacter[] {
  return [...text.matchAll(hidden)].flatMap(({ 0: character, index: at }) =>
    isUsed(character, text.slice(Math.max(0, at - before), at))
      ? []
      : [{ at, character, kind: isDirection.test(character) ? 'direction' : 'invisible' }],
  );
}

function isUsed(character: string, behind: string): boolean {
  // Of all these only the tags lie beyond the first plane.
  if (character.length === 2) return tags.test(behind);
  return usedBehind[character]?.test(behind) ?? false;
}

/** `U+200B` */
export const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
