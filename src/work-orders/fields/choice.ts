import * as z from 'zod';
import { editDistance } from '../../content/nearest.ts';
import type { Choice } from '../field.ts';
import { distinct, exampleOr, type FieldCodec, type FieldOf, ok, type Recognised } from './field-codec.ts';
import { invalid } from './problem.ts';
import { isDenial, isDenied, isWord, phraseEnd, phraseWords, spokenWords } from './spoken.ts';
import { contentWords, fold } from './words.ts';

type ChoiceField = FieldOf<'choice'>;

/**
 * One of the field's choices: by label, value, place in the list, a close spelling of only one, or a word
 * that only one has ("fees" for "Fees or limits").
 */
export const choiceCodec: FieldCodec<ChoiceField> = {
  validate: (field, text) => {
    const choice =
      exact(field, text) ??
      byPlace(field, text) ??
      mentioned(field, text) ??
      close(field, text) ??
      byOwnWord(field, text);
    const choices = field.choices.map(({ label }) => label).join(', ');
    return choice === undefined ? invalid('not-a-choice', { choices }) : ok(choice.value, choice.label);
  },
  recognise: (field, text) => distinct(mainly(text, mentions(field, text))),
  show: (field, value) => field.choices.find((choice) => choice.value === value)?.label ?? value,
  example: (field) => exampleOr(field.choices[0]?.label ?? '')(field),
  schema: (field) => z.string().refine((value) => field.choices.some((choice) => choice.value === value)),
};

const bare = (text: string): string => fold(text).replace(/^(?:(?:the|a|an|my|its|it is|it was) )+/, '');

const exact = ({ choices }: ChoiceField, text: string): Choice | undefined =>
  choices.find(({ value, label }) => [label, value].some((name) => bare(name) === bare(text)));

function byPlace({ choices }: ChoiceField, text: string): Choice | undefined {
  const place = /^(?:option|choice|number|no|nr)?\s{0,9}#?\s{0,9}(\d{1,3})\s{0,9}[.)]?$/i.exec(
    text.trim(),
  )?.[1];
  return place === undefined ? undefined : choices[Number(place) - 1];
}

function mentioned(field: ChoiceField, text: string): Choice | undefined {
  const values = new Set(mainly(text, mentions(field, text)).map(({ value }) => value));
  return values.size === 1 ? field.choices.find(({ value }) => values.has(value)) : undefined;
}

/** Unique: when two choices are about as near, the requester has to say which. */
function close({ choices }: ChoiceField, text: string): Choice | undefined {
  const said = bare(text);
  const ranked = choices
    .map((choice) => ({
      choice,
      distance: Math.min(...[choice.label, choice.value].map((name) => editDistance(said, bare(name)))),
    }))
    .toSorted((a, b) => a.distance - b.distance);
  const [first, second] = ranked;
  const allowed = said.length < 4 ? 0 : said.length < 7 ? 1 : 2;
  if (first === undefined || first.distance > allowed) return undefined;
  return second === undefined || second.distance > first.distance ? first.choice : undefined;
}

const shortAnswer = 4;

/** In a short answer any word that only one choice has will do: nothing else is being talked about. */
function byOwnWord({ choices }: ChoiceField, text: string): Choice | undefined {
  const words = contentWords(text).map((word) => (word === 'mail' ? 'email' : word));
  if (words.length > shortAnswer || fold(text).split(' ').some(isDenial)) return undefined;
  const named = words.flatMap((word) => {
    const having = choices.filter(
      (choice) => !isCatchAll(choice) && wordsOf(choice).some((own) => isWord(word, own)),
    );
    return having.length === 0 ? [] : [having];
  });
  const [first = [], ...others] = named;
  const [only, ...more] = first.filter((choice) => others.every((having) => having.includes(choice)));
  return more.length === 0 ? only : undefined;
}

const wordsOf = ({ label, value }: Choice): readonly string[] => [
  ...contentWords(label),
  ...contentWords(value),
];

/** "Other" and "Something else" are said about anything. */
const isCatchAll = ({ value }: Choice): boolean => /^(?:other|none|else|misc)$/.test(value);

interface Mention {
  readonly value: string;
  /** Places among the message's words. */
  readonly from: number;
  readonly to: number;
  /** Of a listed phrase, how many words are its own. */
  readonly own?: number;
}

/** Choices that the message names, without those that it denies ("not a deposit"). */
function mentions(field: ChoiceField, text: string): readonly Recognised[] {
  const words = spokenWords(text);
  const said = words.map(({ word }) => word);
  const [topic, ...more] = contentWords(field.label);
  const found = field.choices.flatMap((choice) => [
    ...mentionsOf(choice, said),
    ...synonymsOf(choice, said),
    ...(topic === undefined || more.length > 0 ? [] : besideTopic(choice, topic, said)),
  ]);
  const kept = found.filter((one) => !isInside(one, found) && !isDenied(said, one.from));
  return kept.flatMap(({ value, from, to }) => {
    const index = words[from]?.index ?? 0;
    const end = words[to]?.end ?? text.length;
    return isIntroduction(text, index, end) || isFine(text, end) || isMeans(text, index, end)
      ? []
      : [{ value, index, source: text.slice(index, end), sure: false }];
  });
}

// What it came of, and when: up to a comma where it stands first, to its sentence's end where it stands behind.
const circumstance =
  /(?<=(?:^|[.!?;\n])\s?)(?:after|when|since|because|as|while) [^,.!?;\n]*,|\b(?:because|cause|cos|when|after|since|while|although|even though) (?:i|we|my|our)\b[^,.!?;\n]*/giu;

/** "Account blocked because I typed the password wrong": of several, the one that is told as the matter. */
function mainly(text: string, found: readonly Recognised[]): readonly Recognised[] {
  if (new Set(found.map(({ value }) => value)).size < 2) return found;
  const told = [...text.matchAll(circumstance)].map((one) => [one.index, one.index + one[0].length] as const);
  const main = found.filter(({ index }) => !told.some(([from, to]) => from <= index && index < to));
  return new Set(main.map(({ value }) => value)).size === 1 ? main : found;
}

/** "My e-mail is kim@mail.example", "my name is Kim": said to be known, not to be changed. */
const isIntroduction = (text: string, index: number, end: number): boolean =>
  /^\s*(?:is|:)\s*["'<]?(?:\S+@|\+\d|\d[\d ()./-]{5,}|https?:|\p{Lu}\p{Ll})/u.test(
    text.slice(end, end + 80),
  ) && !/\bnew\b/i.test(text.slice(Math.max(0, index - 12), end));

/** "By e-mail", "from my phone": how somebody writes, not what about. */
const isMeans = (text: string, index: number, end: number): boolean =>
  /^(?:e-?mail|mail|phone|mobile|post|chat)$/i.test(text.slice(index, end)) &&
  /\b(?:by|via|per|over|from|on|through|with)\s+(?:(?:my|the|an?|your)\s+)?(?:(?:work|old|new|other|own)\s+)?$/i.test(
    text.slice(0, index),
  );

/** "My password is correct", "I know my password, that's not it": named, but not what the matter is. */
const isFine = (text: string, end: number): boolean =>
  /^\s+(?:(?:(?:is|are|was|were)\s+)?(?:still\s+)?(?:ok|okay|fine|works|(?:(?:stay|remain)s?\s+)?(?:the\s+same|unchanged|as\s+(?:it|they)\s+(?:is|are)))|(?:is|are|was|were)\s+(?:correct|right|good|valid|broken|replaced|repaired|not\s+the\s+(?:problem|issue|reason)))(?![\p{L}\p{N}])|^\W*(?:that|this|it)['’]?s\s+not\s+(?:it|the\s+(?:problem|issue|reason))\b/iu.test(
    text.slice(end, end + 40),
  );

/**
 * A shorter mention within a longer one of another choice: "address" in "e-mail address"; or one with more
 * words between: "no … codes" in "no backup codes". What stands in between is none: "sent passport and ID".
 */
const isInside = (one: Mention, all: readonly Mention[]): boolean =>
  all.some((other) => {
    if (one.from < other.from || other.to < one.to) return false;
    const [length, longer] = [other.to - other.from + 1, other.to - other.from - (one.to - one.from)];
    const isBetween = other.from < one.from && one.to < other.to && (other.own ?? length) < length;
    return (longer > 0 && !isBetween) || (longer === 0 && (other.own ?? 0) > (one.own ?? 0));
  });

/** "name change" and "change my name", where the field asks for the change and its choice is the name. */
function besideTopic(choice: Choice, topic: string, said: readonly string[]): readonly Mention[] {
  const words = contentWords(choice.label);
  const name = words.find((word) => words.length === 1 || word === choice.value);
  if (name === undefined || isCatchAll(choice)) return [];
  return said.flatMap((word, at) => {
    if (!isWord(word, name)) return [];
    const before = /^(?:my|the|of|our)$/.test(said[at - 1] ?? '') ? at - 2 : at - 1;
    return said[at + 1] === topic || said[before] === topic
      ? [{ value: choice.value, from: at, to: at }]
      : [];
  });
}

function mentionsOf(choice: Choice, said: readonly string[]): readonly Mention[] {
  const { value, label } = choice;
  if (isCatchAll(choice)) return [];
  const names = oneWordNames(label);
  const wholes = [fold(label).split(' '), fold(value).split(' ')].filter((words) => words.length > 1);
  const meaning = contentWords(label);
  return said.flatMap((_word, from) => {
    const whole = wholes.find((words) => words.every((word, at) => isWord(said[from + at] ?? '', word, 6)));
    if (whole !== undefined) return [{ value, from, to: from + whole.length - 1 }];
    const end = endOfPair(meaning, said, from);
    if (end !== undefined) return [{ value, from, to: end }];
    const word = said[from] ?? '';
    const isName =
      (names.some((name) => isWord(word, name, 7)) || isKeyWord(value, meaning, word)) &&
      (!everyday.has(word) || isAboutThing(said));
    return isName ? [{ value, from, to: from }] : [];
  });
}

// Named in many a message that is about something else: "I answered the phone", "is my name public?"
const everyday = new Set(['email', 'mail', 'phone', 'mobile', 'name', 'address', 'number']);
const altering =
  /^(?:chang\w*|new|old|updat\w*|wrong|correct\w*|replac\w*|differ\w*|switch\w*|edit\w*|another|mistake|typo|misspel\w*|about|concern\w*)$/;

const isAboutThing = (said: readonly string[]): boolean =>
  said.length <= shortAnswer || said.some((word) => altering.test(word));

/** The ways to say it that its file lists. */
function synonymsOf({ value, synonyms = [] }: Choice, said: readonly string[]): readonly Mention[] {
  const phrases = synonyms.map((phrase) => ({
    words: phraseWords(phrase),
    owner: ownerIn(fold(phrase).split(' ')),
  }));
  return said.flatMap((_word, from) => {
    const found = phrases.flatMap(({ words, owner }) => {
      const to = phraseEnd(words, said, from);
      if (to === undefined || isOthers(owner, ownerIn(said.slice(from, to)))) return [];
      return [{ value, from, to, own: words.length }];
    });
    const [longest] = found.toSorted((a, b) => b.to - a.to || b.own - a.own);
    return longest === undefined ? [] : [longest];
  });
}

const ownerIn = (words: readonly string[]): string | undefined =>
  words.find((word) => /^(?:my|our|your)$/.test(word));

/** "Transfer to my bank" is not said by "transfer to your bank". */
const isOthers = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && (one === 'your') !== (other === 'your');

/** "Television"; "Fees or limits" is called by either, where each part is one word. */
function oneWordNames(label: string): readonly string[] {
  const parts = label.split(/,|\/|\bor\b/i).map(contentWords);
  if (!parts.every((words) => words.length === 1)) return [];
  const least = parts.length > 1 ? 3 : 5;
  return parts.flat().filter((word) => word.length >= least);
}

/**
 * Where two neighbours out of the label end, in its order: "stolen device" and "lost my device" of "A lost
 * or stolen device". Undefined where there are none.
 */
function endOfPair(label: readonly string[], said: readonly string[], from: number): number | undefined {
  const to = /^(?:an?|the|my)$/.test(said[from + 1] ?? '') ? from + 2 : from + 1;
  const [first, second] = [said[from] ?? '', said[to] ?? ''];
  const at = label.findIndex((word) => isWord(first, word, 6));
  return at >= 0 && label.slice(at + 1).some((word) => isWord(second, word, 6)) ? to : undefined;
}

/** The value, where one word of it alone says it: it heads the label, or is no everyday word. */
function isKeyWord(value: string, label: readonly string[], said: string): boolean {
  const word = fold(value);
  if (word.includes(' ') || word.length < 5 || !isWord(said, word, 8)) return false;
  // "Codes" may be the matter; "the code was 6 digits" is about one.
  if (word === `${said}s`) return false;
  const isHead = label[0] === word && (label.length === 1 || !said.endsWith('ed') || word.endsWith('ed'));
  return isHead || (!label.includes(word) && word.length >= 7);
}
