import { editDistance } from '../../content/nearest.ts';
import { fold, isFormOf, withoutIds } from './words.ts';

/** A word of a message, folded, and where what it was written as stands. */
export interface SpokenWord {
  readonly word: string;
  readonly index: number;
  readonly end: number;
}

// "No, nothing is gone": the no is an answer of its own and denies nothing behind it.
const wordOrStop = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*|[.!?;](?=\s|$)|\n|(?<=^\s*(?:no|nope|nah|yes)),/giu;

/** The words of a message without its ids; where a sentence ends stands an empty one. */
export const spokenWords = (text: string): readonly SpokenWord[] =>
  [...withoutIds(text).matchAll(wordOrStop)].flatMap((match) =>
    fold(match[0])
      .split(' ')
      .map((word) => ({ word, index: match.index, end: match.index + match[0].length })),
  );

/** The word, inflected or, where it is long enough to know, mistyped in one place or in its double letters. */
export const isWord = (said: string, word: string, least = 5): boolean =>
  said[0] === word[0] &&
  (isFormOf(said, word) ||
    (Math.min(word.length, said.length) >= least + 2 && isFormOf(single(said), single(word))) ||
    (Math.min(word.length, said.length) >= least &&
      Math.abs(word.length - said.length) <= 1 &&
      editDistance(said, word) === 1));

/** "Dissapointed" and "disappointed" alike. */
const single = (word: string): string => word.replace(/(.)\1+/gu, '$1');

const fillers = new Set(
  'a an the my our your his her their this it its is are was were be been being i we he she they has have had do does did to of and just really still all that which'.split(
    ' ',
  ),
);
const denials = new Set(['not', 'no', 'never', 'without', 'nor', 'neither', 'none', 'nothing', 'nobody']);

export const isDenial = (word: string): boolean => denials.has(word);

/** A phrase as words to look for: "the codes never arrive" is codes, never, arrive. */
export function phraseWords(phrase: string): readonly string[] {
  const words = fold(phrase).split(' ').filter(Boolean);
  // "Transfer to my bank" is not said by "transfer from my bank".
  const telling = words.filter((word) => word === 'to' || !fillers.has(word));
  // "have access" and "close it" would be said by one everyday word.
  return telling.length < 2 ? words : telling;
}

const mostBetween = 2;

/**
 * Where a phrase that begins at `from` ends among the words said: its own words in their order, inflected,
 * within one sentence, at most two others between neighbours and no denial among those. Undefined where it
 * is not said.
 */
export function phraseEnd(
  phrase: readonly string[],
  said: readonly string[],
  from: number,
): number | undefined {
  let at = from;
  for (const [place, word] of phrase.entries()) {
    const found = place === 0 ? ownPlace(word, said, from) : nextPlace(word, said, at + 1);
    if (found === undefined) return undefined;
    at = found;
  }
  return phrase.length === 0 ? undefined : at;
}

const ownPlace = (word: string, said: readonly string[], at: number): number | undefined =>
  isSame(said[at] ?? '', word) ? at : undefined;

function nextPlace(word: string, said: readonly string[], from: number): number | undefined {
  let others = 0;
  for (let at = from; at < said.length; at += 1) {
    const other = said[at] ?? '';
    if (isSame(other, word)) return at;
    if (other === '' || isDenial(other)) return undefined;
    if (!fillers.has(other) && !/\d/.test(other)) others += 1;
    if (others > mostBetween) return undefined;
  }
  return undefined;
}

const isSame = (said: string, word: string): boolean =>
  said !== '' && (isWord(said, word, 6) || (word === 'not' && said === 'never'));

/** Whether what begins at `at` is denied by the words before it, in its sentence: "not a deposit". */
export function isDenied(said: readonly string[], at: number): boolean {
  const before = said.slice(Math.max(0, at - 4), at).join(' ');
  return /\b(?:not|no|never|without|nor|neither|nothing|nobody)\b(?: (?:a|an|the|my|make|made|do|did|about|any|was|were|is|has|have|been|want|wanted|wish|need|to|own|got|with|longer|more|lost|use|used|had|get|see|mean))*$|\bdo you (?:need|want|require)(?: my| the| a)*$/.test(
    before,
  );
}
