import * as z from 'zod';
import { editDistance } from '../../content/nearest.ts';
import type { Choice } from '../field.ts';
import { exampleOr, type FieldCodec, type FieldOf, ok, type Recognised } from './field-codec.ts';
import { invalid } from './problem.ts';
import { contentWords, fold, isFormOf, withoutIds } from './words.ts';

type ChoiceField = FieldOf<'choice'>;

/** One of the field's choices: by label, value, place in the list, or a close spelling of only one. */
export const choiceCodec: FieldCodec<ChoiceField> = {
  validate: (field, text) => {
    const choice = exact(field, text) ?? byPlace(field, text) ?? mentioned(field, text) ?? close(field, text);
    const choices = field.choices.map(({ label }) => label).join(', ');
    return choice === undefined ? invalid('not-a-choice', { choices }) : ok(choice.value, choice.label);
  },
  recognise: (field, text) => mentions(field, text),
  show: (field, value) => field.choices.find((choice) => choice.value === value)?.label ?? value,
  example: (field) => exampleOr(field.choices[0]?.label ?? '')(field),
  schema: (field) => z.string().refine((value) => field.choices.some((choice) => choice.value === value)),
};

const bare = (text: string): string => fold(text).replace(/^(?:(?:the|a|an|my|its|it is|it was) )+/, '');

const exact = ({ choices }: ChoiceField, text: string): Choice | undefined =>
  choices.find(({ value, label }) => [label, value].some((name) => bare(name) === bare(text)));

function byPlace({ choices }: ChoiceField, text: string): Choice | undefined {
  const place = /^(?:option|choice|number|no|nr)?\s*#?\s*(\d{1,3})\s*[.)]?$/i.exec(text.trim())?.[1];
  return place === undefined ? undefined : choices[Number(place) - 1];
}

function mentioned(field: ChoiceField, text: string): Choice | undefined {
  const values = new Set(mentions(field, text).map(({ value }) => value));
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

interface Mention {
  readonly value: string;
  /** Places among the message's words. */
  readonly from: number;
  readonly to: number;
}

/** Choices that the message names, without those that it denies ("not a deposit"). */
function mentions(field: ChoiceField, text: string): readonly Recognised[] {
  const words = [...withoutIds(text).matchAll(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)].flatMap((match) =>
    fold(match[0])
      .split(' ')
      .map((word) => ({ word, index: match.index, end: match.index + match[0].length })),
  );
  const said = words.map(({ word }) => word);
  const found = field.choices.flatMap((choice) => mentionsOf(choice, said));
  const kept = found.filter((one) => !isInside(one, found) && !isDenied(said, one.from));
  return kept.flatMap(({ value, from, to }) => {
    const index = words[from]?.index ?? 0;
    const end = words[to]?.end ?? text.length;
    return isIntroduction(text, index, end)
      ? []
      : [{ value, index, source: text.slice(index, end), sure: false }];
  });
}

/** "My e-mail is kim@mail.example", "my name is Kim": said to be known, not to be changed. */
const isIntroduction = (text: string, index: number, end: number): boolean =>
  /^\s*(?:is|:)\s*["'<]?(?:\S+@|\+?\d|https?:|\p{Lu}\p{Ll})/u.test(text.slice(end, end + 80)) &&
  !/\bnew\b/i.test(text.slice(Math.max(0, index - 12), index));

/** A shorter mention within a longer one of another choice: "address" in "e-mail address". */
const isInside = (one: Mention, all: readonly Mention[]): boolean =>
  all.some(
    (other) => other.from <= one.from && one.to <= other.to && other.to - other.from > one.to - one.from,
  );

const isDenied = (said: readonly string[], at: number): boolean => {
  const before = said.slice(Math.max(0, at - 4), at).join(' ');
  return /\b(?:not|no|never|without|nor|neither)\b(?: (?:a|an|the|my|make|made|do|did|about|any))*$/.test(
    before,
  );
};

function mentionsOf({ value, label }: Choice, said: readonly string[]): readonly Mention[] {
  // "other" and "something else" are said about anything.
  if (/^(?:other|none|else|misc)$/.test(value)) return [];
  const wholes = [fold(label).split(' '), fold(value).split(' ')].filter((words) => words.length > 1);
  const label2 = contentWords(label);
  return said.flatMap((_word, from) => {
    const whole = wholes.find((words) => words.every((word, at) => said[from + at] === word));
    if (whole !== undefined) return [{ value, from, to: from + whole.length - 1 }];
    if (isPair(label2, said, from)) return [{ value, from, to: from + 1 }];
    return isKeyWord(value, label2, said[from] ?? '') ? [{ value, from, to: from }] : [];
  });
}

/** Two neighbours out of the label, in its order: "stolen device" of "A lost or stolen device". */
function isPair(label: readonly string[], said: readonly string[], from: number): boolean {
  const [first, second] = [said[from] ?? '', said[from + 1] ?? ''];
  const at = label.findIndex((word) => isFormOf(first, word));
  return at >= 0 && label.slice(at + 1).some((word) => isFormOf(second, word));
}

/** The value, where one word of it alone says it: it heads the label, or is no everyday word. */
function isKeyWord(value: string, label: readonly string[], said: string): boolean {
  const word = fold(value);
  if (word.includes(' ') || word.length < 5 || !isFormOf(said, word)) return false;
  return label[0] === word || (!label.includes(word) && word.length >= 7);
}
