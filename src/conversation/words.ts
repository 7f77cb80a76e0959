import { distanceUpTo } from '../knowledge/spelling.ts';
import { foldText } from './text.ts';
import type { PhraseKey, Say } from './view.ts';

export const commandNames = [
  'help',
  'cancel',
  'back',
  'skip',
  'status',
  'start-over',
  'person',
  'resume',
  'file',
  'change-type',
  'add',
  'escalate',
  'withdraw',
  'reopen',
  'rate',
] as const;
export type CommandName = (typeof commandNames)[number];

/** A phrase list's alternatives, folded. */
interface Alternatives {
  /** The longest first. */
  readonly all: readonly string[];
  /** Each word of any of them. */
  readonly words: ReadonlySet<string>;
  /** Few begin, or end, with a word of what was said: their places in `all`. */
  readonly byFirstWord: ReadonlyMap<string, readonly number[]>;
  readonly byLastWord: ReadonlyMap<string, readonly number[]>;
}

/** Folding a list takes longer than all else in a turn; a desk's `say` lives as long as its phrases do. */
const lists = new WeakMap<Say, Map<string, Alternatives>>();

const listOf = (say: Say, key: PhraseKey): Alternatives => remembered(say, key, () => say(key));

/** What is in any of the lists. */
const listOfAll = (say: Say, keys: readonly PhraseKey[]): Alternatives =>
  remembered(say, keys.join(), () => keys.map((key) => say(key)).join());

function remembered(say: Say, name: string, phrases: () => string): Alternatives {
  const known = lists.get(say) ?? new Map<string, Alternatives>();
  lists.set(say, known);
  const found = known.get(name) ?? readList(phrases());
  known.set(name, found);
  return found;
}

function readList(text: string): Alternatives {
  const folded = text.split(',').map(foldText).filter(Boolean);
  const all = folded.toSorted((a, b) => b.length - a.length);
  const words = new Set(all.flatMap((phrase) => phrase.split(' ')));
  return { all, words, byFirstWord: placesBy(all, firstWord), byLastWord: placesBy(all, lastWord) };
}

function placesBy(all: readonly string[], wordOf: (phrase: string) => string): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [place, phrase] of all.entries()) {
    const word = wordOf(phrase);
    places.set(word, [...(places.get(word) ?? []), place]);
  }
  return places;
}

const firstWord = (words: string): string => words.slice(0, `${words} `.indexOf(' '));
const lastWord = (words: string): string => words.slice(words.lastIndexOf(' ') + 1);

/** The longest alternative that the words begin with, a space after it. */
function openingOf({ all, byFirstWord }: Alternatives, words: string): string | undefined {
  const place = byFirstWord.get(firstWord(words))?.find((one) => words.startsWith(`${all[one]} `));
  return place === undefined ? undefined : all[place];
}

/** The longest alternative that the words end with, after something else. */
function endingOf({ all, byLastWord }: Alternatives, words: string): string | undefined {
  const place = byLastWord.get(lastWord(words))?.find((one) => words.endsWith(` ${all[one]}`));
  return place === undefined ? undefined : all[place];
}

/** Whether the text is made of a phrase list's alternatives ("yes, send it") and politeness, nothing more. */
export const saysOnly = (say: Say, key: PhraseKey, text: string): boolean =>
  isOnly(listOf(say, key), toldApart(say, text));

/**
 * Whether the text is made of these lists' words, some of each, in whatever order a language has them, and
 * politeness: "open a ticket for me", "mach ein ticket auf".
 */
function saysAll(say: Say, keys: readonly PhraseKey[], text: string): boolean {
  const all = listOfAll(say, keys);
  const said = spelt(say, toldApart(say, text), all);
  return said !== undefined && isOnly(all, said) && keys.every((key) => mentions(say, key, said.words));
}

/** So long a word is known by all but one of its letters: "tiket". */
const leastKnown = 5;

/** What was said, with its mistyped words as the list has them; undefined where one is none of them. */
function spelt(say: Say, said: Said, { words: known }: Alternatives): Said | undefined {
  const meant = new Map<string, string>();
  for (const word of said.weighty) {
    if (known.has(word)) continue;
    const near = word.length < leastKnown ? undefined : nearOf(word, known);
    if (near === undefined) return undefined;
    meant.set(word, near);
  }
  if (meant.size === 0) return said;
  const words = said.words.split(' ').map((word) => meant.get(word) ?? word);
  return tellApart(say, words.join(' '));
}

function nearOf(word: string, known: ReadonlySet<string>): string | undefined {
  for (const one of known) {
    const isAsLong = one.length >= leastKnown && Math.abs(one.length - word.length) <= 1;
    if (isAsLong && distanceUpTo(one, word, 1) === 1) return one;
  }
  return undefined;
}

/** The same of several lists at once: "no, just send it". */
export const saysOnlyOf = (say: Say, keys: readonly PhraseKey[], text: string): boolean =>
  isOnly(listOfAll(say, keys), toldApart(say, text));

interface Said {
  readonly words: string;
  readonly apart: ReadonlySet<string>;
  /** Those that no filler has. */
  readonly weighty: readonly string[];
  readonly fillers: Alternatives;
}

/** A turn asks of the same text whether it says only this or only that. */
const lastTold = new WeakMap<Say, { readonly text: string; readonly said: Said }>();

function toldApart(say: Say, text: string): Said {
  const last = lastTold.get(say);
  if (last?.text === text) return last.said;
  const said = tellApart(say, text);
  lastTold.set(say, { text, said });
  return said;
}

function tellApart(say: Say, text: string): Said {
  const words = foldText(text);
  const apart = new Set(words.split(' '));
  const fillers = listOf(say, 'words.filler');
  const weighty = [...apart].filter((word) => !fillers.words.has(word));
  return { words, apart, weighty, fillers };
}

/** "file it please" has an alternative that has a filler in it: whichever is taken out first. */
function isOnly(list: Alternatives, { words, apart, weighty, fillers }: Said): boolean {
  // Nearly everything that is said has a word of neither.
  if (weighty.some((word) => !list.words.has(word))) return false;
  const said = saidOf(list, apart);
  const bare = without(words, saidOf(fillers, apart));
  // "Ok thanks" is nothing but politeness, and each of its words means it.
  if (said.length === 0 || bare === '') return said.length > 0 && without(words, said) === '';
  return without(bare, said) === '' || without(without(words, said), saidOf(fillers, apart)) === '';
}

/** "Yes, it was 0.5 BTC": what is told after a yes; undefined where the text does not begin with one. */
export function afterYes(say: Say, text: string): string | undefined {
  const [, yes = '', rest = ''] = /^\s*([\p{L} ]{1,30})[,.;:!]\s+(\S.*)$/su.exec(text) ?? [];
  if (yes !== '' && saysOnly(say, 'words.yes', yes)) return rest;
  const [, first = '', others = ''] = /^\s*(\p{L}{1,12})\s+(\S.*)$/su.exec(text) ?? [];
  return first !== '' && foldText(first) === foldText(say('yes')) ? others : undefined;
}

/** The words besides a phrase list's alternatives and politeness; undefined where none of those was said. */
export function besides(say: Say, key: PhraseKey, text: string): readonly string[] | undefined {
  const { words, apart, fillers } = toldApart(say, text);
  const rest = without(words, saidOf(listOf(say, key), apart));
  if (rest === words) return undefined;
  return without(rest, saidOf(fillers, apart)).split(' ').filter(Boolean);
}

/** Those of the alternatives that may have been said, the longest first. */
function saidOf({ all, byFirstWord }: Alternatives, words: ReadonlySet<string>): readonly string[] {
  const places: number[] = [];
  for (const word of words) places.push(...(byFirstWord.get(word) ?? []));
  return places.sort((a, b) => a - b).flatMap((place) => all[place] ?? []);
}

/** Whether the text begins with one of a phrase list's alternatives, politeness aside; gives what follows it. */
export function afterOpening(say: Say, key: PhraseKey, text: string): string | undefined {
  const fillers = listOf(say, 'words.filler');
  let words = foldText(text);
  for (let taken = 0; taken < mostFillers; taken++) {
    const rest = after(say, key, words);
    const filler = rest === undefined ? openingOf(fillers, words) : undefined;
    if (filler === undefined) return rest;
    words = words.slice(filler.length + 1);
  }
  return undefined;
}

function after(say: Say, key: PhraseKey, words: string): string | undefined {
  const opening = openingOf(listOf(say, key), `${words} `);
  return opening === undefined ? undefined : words.slice(opening.length).trim();
}

/** Whether one of a phrase list's alternatives stands in the text as whole words. */
export const mentions = (say: Say, key: PhraseKey, text: string): boolean => {
  const words = foldText(text);
  const said = saidOf(listOf(say, key), new Set(words.split(' ')));
  return said.some((one) => ` ${words} `.includes(` ${one} `));
};

/** A sentence is a command only when nothing but politeness is left besides: "cancel" in a story is a story. */
export function commandIn(say: Say, text: string): CommandName | undefined {
  if (text.length > 120) return undefined;
  const said = toldApart(say, text);
  return commandNames.find((name) => isOnly(listOf(say, `command.${name}`), said)) ?? wishIn(say, text);
}

/** "I want a human to look at it", "what is happening with my ticket", "can you open a case": said in many ways. */
function wishIn(say: Say, text: string): CommandName | undefined {
  if (saysAll(say, ['words.reaching', 'words.person'], text)) return 'person';
  if (saysAll(say, ['words.filing', 'words.work-order'], text)) return 'file';
  return saysAll(say, ['words.asking-after', 'words.mine', 'words.work-order'], text) ? 'status' : undefined;
}

/** The words that stay when all of the phrases, the longest first, are taken out. */
function without(words: string, phrases: readonly string[]): string {
  let rest = ` ${words} `;
  for (const phrase of phrases) rest = rest.replaceAll(` ${phrase} `, ' ');
  return rest.trim();
}

/** Nobody is politer than that: a message of nothing but "a" would be read word by word for each list. */
const mostFillers = 12;

/** Short, opening like a question and ending like one: a story that merely contains one is a story. */
export const isQuestion = (text: string, { say }: { readonly say: Say }): boolean =>
  text.length <= 160 && text.trim().endsWith('?') && afterOpening(say, 'words.question', text) !== undefined;

/** The same without the mark, which many leave out: three words or more, and an opening that asks. */
export const opensLikeQuestion = (text: string, { say }: { readonly say: Say }): boolean =>
  text.length <= 160 &&
  foldText(text).split(' ').length > 2 &&
  afterOpening(say, 'words.asking', text) !== undefined;

/** What stands before one of a phrase list's alternatives at the end of a text, politeness aside. */
export function beforeEnding(say: Say, key: PhraseKey, text: string): string | undefined {
  const [endings, fillers] = [listOf(say, key), listOf(say, 'words.filler')];
  let words = foldText(text);
  for (let taken = 0; taken < mostFillers; taken++) {
    const ending = endingOf(endings, words);
    if (ending !== undefined) return words.slice(0, -ending.length).trim();
    const filler = endingOf(fillers, words);
    if (filler === undefined) return undefined;
    words = words.slice(0, -filler.length).trim();
  }
  return undefined;
}
