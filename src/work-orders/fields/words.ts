/** Lower case, letters and digits only, single spaces; "e-mail" is "email", "can't" and "cant" are "can not". */
export const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\be-mail/g, 'email')
    .replace(/\bcan['’]?t\b|\bcannot\b/g, 'can not')
    .replace(/\bwon['’]?t\b/g, 'will not')
    .replace(/\b(where|what|who|how|there|that)['’]?s\b|\b(it)['’]s\b/g, '$1$2 is')
    // Often typed without the apostrophe.
    .replace(/\b(do|does|did|is|was|were|has|have|had|would|could|should|are)nt\b/g, '$1 not')
    .replace(/n['’]t\b/g, ' not')
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** A text as the source of a pattern that matches it and nothing else. */
export const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const empty = new Set(
  'a an the my our your it is are was i we to of and or that this do does not have has be on in at for'.split(
    ' ',
  ),
);

/** The words that carry the meaning of a label. */
export const contentWords = (label: string): readonly string[] =>
  fold(label)
    .split(' ')
    .filter((word) => word !== '' && !empty.has(word));

const irregular: Readonly<Record<string, string>> = {
  withdrew: 'withdrawal',
  stole: 'stolen',
  bought: 'buy',
  sold: 'sell',
  phished: 'phishing',
};

/** Whether a word of a message is the given one, or it inflected: deposits, deposited, withdraw. */
export function isFormOf(said: string, word: string): boolean {
  if (said === word || irregular[said] === word) return true;
  if (word.length < 5)
    return (
      said === `${word}s` ||
      (word.length === 4 && /^(?:ed|ing)$/.test(said.slice(4)) && said.startsWith(word))
    );
  const stem = word.replace(/(?:al|e|s)$/, '');
  return said.startsWith(stem) && /^(?:s|e|es|ed|ing|n|al|als|r?red|r?ring)?$/.test(said.slice(stem.length));
}

const ids =
  /(?<![^\s<>"',;:()])[^\s<>"',;:()]+@[^\s<>"',;()]+|(?:h(?:tt|xx)ps?:\/\/|www\.)[^\s<>"']+|(?<![\p{L}\p{N}])[\p{L}\p{N}]{20,}/giu;

/** The same text, as long as before, with blanks where e-mail addresses, links, ids and hashes stood. */
export const withoutIds = (text: string): string => text.replace(ids, (id) => ' '.repeat(id.length));
