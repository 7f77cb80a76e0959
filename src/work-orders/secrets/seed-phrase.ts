import { wordlist as czech } from '@scure/bip39/wordlists/czech.js';
import { wordlist as english } from '@scure/bip39/wordlists/english.js';
import { wordlist as french } from '@scure/bip39/wordlists/french.js';
import { wordlist as italian } from '@scure/bip39/wordlists/italian.js';
import { wordlist as japanese } from '@scure/bip39/wordlists/japanese.js';
import { wordlist as korean } from '@scure/bip39/wordlists/korean.js';
import { wordlist as portuguese } from '@scure/bip39/wordlists/portuguese.js';
import { wordlist as spanish } from '@scure/bip39/wordlists/spanish.js';
import { isMnemonic, phraseLengths, type WordIndex } from './mnemonic.ts';
import { type Span, spansOf } from './span.ts';

const normal = (word: string): string => word.normalize('NFKD').toLowerCase();

const indexOf = (list: readonly string[]): WordIndex =>
  new Map(list.map((word, place) => [normal(word), place]));

const englishWords = indexOf(english);
/** The first four letters tell the words of the list apart, and some backups hold no more. */
const englishStems = new Set(english.map((word) => word.slice(0, 4)));
const others = [czech, french, italian, japanese, korean, portuguese, spanish].map(indexOf);

const shortest = 12;
/** A part of a phrase is told as one: "the first 8 words are …". */
const shortestPart = 8;

const announcement =
  /\b(?:seed|recovery|mnemonic|backup|secret|wallet)\b[^.!?]{0,20}\b(?:phrase|words?|seed)\b|\bseed\b|\bmnemonic\b|\b(?:12|15|18|21|24|twelve|twenty[- ]four) words\b/gi;
/** How far from a phrase the words that announce it may stand. */
const near = 100;

/**
 * Seed phrases, by the word lists of BIP-39: 12 words of the English list in a row are one, whatever
 * stands between them (commas, lines, numbers). Beside an announcement, or in a message that holds
 * nothing else, one word in four may be mistyped or cut to its first letters, and a part of a phrase will
 * do. In other languages the checksum decides, since ordinary words are in those lists.
 */
export function seedPhrases(written: string): readonly Span[] {
  // What was removed before announces nothing, and is no word of another phrase.
  const text = written
    .replace(/\[removed: [a-z ]+\]/g, (placeholder) => '='.repeat(placeholder.length))
    // "Word 1: … word 2: …" counts and is none of them, though the list has it.
    .replace(/\bword(?=\s?#?\d{1,2}\b)/gi, (word) => ' '.repeat(word.length));
  const tokens = tokensOf(text);
  if (tokens.length < shortestPart) return [];
  const announced = spansOf(text, announcement);
  const alone = text === written && isAlone(tokens);
  return [
    ...wholes(tokens),
    ...parts(tokens).filter((run) => isNear(run, announced)),
    ...mistyped(tokens).filter((run) => alone || isNear(run, announced)),
    ...otherLanguages(tokens),
  ].map(spanOf);
}

const isNear = (run: Run, announced: readonly Span[]): boolean => {
  const { from, to } = spanOf(run);
  return announced.some((one) => one.from < to + near && one.to > from - near);
};

interface Token extends Span {
  readonly word: string;
  /** Whether something other than commas, numbers, quotes and line ends stands before it. */
  readonly begins: boolean;
}

type Run = readonly Token[];

/** Between two words of a phrase: commas, line ends, bullets, quotes, "1.", "2)", "#3:". */
const between = /^(?:[\s,;|/"'“”‘’*_•·–—-]|\(?#?\d{1,2}[.):]?){1,12}$/;

function tokensOf(text: string): readonly Token[] {
  let last = 0;
  return [...text.matchAll(/[\p{L}\p{M}]+/gu)].map((match) => {
    const gap = text.slice(last, match.index);
    const begins = gap !== ' ' && !between.test(gap);
    last = match.index + match[0].length;
    return { word: normal(match[0]), from: match.index, to: last, begins };
  });
}

/** A message of a phrase and nothing besides has a phrase's length. */
const isAlone = (tokens: readonly Token[]): boolean =>
  phraseLengths.includes(tokens.length) && tokens.slice(1).every(({ begins }) => !begins);

const listedRuns = (tokens: readonly Token[]): readonly Run[] =>
  runsOf(tokens, ({ word }) => englishWords.has(word));

/** "Talk person, talk human, speak person …" is a list of another kind: a phrase hardly repeats a word. */
const isVaried = (run: Run): boolean =>
  phraseLengths.some(
    (one) => checks(run.slice(0, one), englishWords) || checks(run.slice(-one), englishWords),
  ) ||
  run.some((_token, at) => {
    const part = run.slice(at, at + shortest);
    const whole = part.length === Math.min(shortest, run.length);
    return whole && new Set(part.map(({ word }) => word)).size >= part.length * 0.6;
  });

const wholes = (tokens: readonly Token[]): readonly Run[] =>
  listedRuns(tokens).filter((run) => run.length >= shortest && isVaried(run));

const parts = (tokens: readonly Token[]): readonly Run[] =>
  listedRuns(tokens).filter((run) => run.length >= shortestPart && isVaried(run));

const mistyped = (tokens: readonly Token[]): readonly Run[] =>
  runsOf(tokens, ({ word }) => mayBeMistyped(word)).filter(
    (run) => run.length >= shortest && run.filter(isListed).length >= run.length * 0.75 && isVaried(run),
  );

const isListed = ({ word }: Token): boolean =>
  englishWords.has(word) || (word.length === 4 && englishStems.has(word));

/** Words that no list has and hardly any sentence lacks: where one stands, a phrase has ended. */
const functionWords = new Set(
  (
    'the and was were are for not but has had from your our his her she its him them their these those been ' +
    'did does would could should how why who which than out after with an is it to of in on my me we be by as at or if so no do went got get'
  ).split(' '),
);

const mayBeMistyped = (word: string): boolean => /^[a-z]{3,9}$/.test(word) && !functionWords.has(word);

/** How many stretches of a text are checked: more than any honest one has, and done in some milliseconds. */
const mostChecks = 2000;

function otherLanguages(tokens: readonly Token[]): readonly Run[] {
  if (tokens.length < shortest) return [];
  const budget = { left: mostChecks };
  return others.flatMap((words) =>
    runsOf(tokens, ({ word }) => words.has(word)).flatMap((run) => checkedWithin(run, words, budget)),
  );
}

/** The first stretch of a run whose checksum is right. */
function checkedWithin(run: Run, words: WordIndex, budget: { left: number }): readonly Run[] {
  for (let from = 0; from + shortest <= run.length && budget.left > 0; from++) {
    const lengths = phraseLengths.filter((one) => from + one <= run.length);
    budget.left -= lengths.length;
    const length = lengths.find((one) => checks(run.slice(from, from + one), words));
    if (length !== undefined) return [run.slice(from, from + length)];
  }
  return [];
}

const checks = (run: Run, words: WordIndex): boolean =>
  isMnemonic(
    run.map(({ word }) => word),
    words,
  );

/** The longest runs of neighbours that all pass. */
function runsOf(tokens: readonly Token[], passes: (token: Token) => boolean): readonly Run[] {
  const runs: Token[][] = [];
  let open: Token[] | undefined;
  for (const token of tokens) {
    if (!passes(token)) {
      open = undefined;
    } else if (open === undefined || token.begins) {
      open = [token];
      runs.push(open);
    } else {
      open.push(token);
    }
  }
  return runs;
}

const spanOf = (run: Run): Span => ({ from: run[0]?.from ?? 0, to: run.at(-1)?.to ?? 0 });
