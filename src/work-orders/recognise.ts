import type { Field, FieldValue, Filled } from './field.ts';
import {
  askedFields,
  type FieldContext,
  type Recognised,
  recogniseField,
  validateField,
} from './fields/field-codecs.ts';
import { isSaidOfMatter, standsAlone } from './fields/said-of-matter.ts';
import { sentence, withoutExamples, withoutSuppositions } from './fields/suppositions.ts';
import { contentWords, escaped, fold, isFormOf } from './fields/words.ts';
import type { WorkOrderType } from './work-order-type.ts';

type Known = Readonly<Record<string, Filled>>;

/** Every field reads every character, and nobody else is served meanwhile: what stands later is asked for. */
const longest = 2500;

/**
 * What one message says about the fields that are not in `already`. "Amount: 0.5 BTC" is taken as
 * said; what free words give is a guess, which the review marks, unless its form leaves no doubt. Two
 * values for one field, or two fields for one value, fill nothing: asking is better than being wrong.
 */
export function recogniseFields(
  type: Pick<WorkOrderType, 'fields'>,
  text: string,
  context: FieldContext,
  already: Known,
): Readonly<Record<string, Filled>> {
  const open = type.fields.filter(({ id }) => !Object.hasOwn(already, id));
  const labelled = labelledFields(open, text, context);
  const rest = open.filter(({ id }) => !Object.hasOwn(labelled.filled, id));
  const found = { ...labelled.filled, ...freeFields(rest, labelled.rest.slice(0, longest), context) };
  const implied = impliedChoices(open, found, text);
  const told = { ...found, ...implied, ...wholeStory(type, text, context, { ...already, ...found }) };
  return withoutHidden(type, told, already);
}

interface Labelled {
  readonly filled: Readonly<Record<string, Filled>>;
  /** The text with blanks where the labelled values stood. */
  readonly rest: string;
}

/** "Amount: 0.5 BTC": a field's label or id, a colon or an equals sign, and a value that it accepts. */
function labelledFields(fields: readonly Field[], text: string, context: FieldContext): Labelled {
  const filled: Record<string, Filled> = {};
  let rest = text;
  const heads = headsOf(fields, text);
  heads.forEach(({ field, index, from }, at) => {
    const part = text.slice(from, heads[at + 1]?.index ?? text.length).split('\n')[0] ?? '';
    const read = Object.hasOwn(filled, field.id) ? undefined : longestValid(field, part, context);
    if (read === undefined) return;
    filled[field.id] = { value: read.value, source: read.source, guess: false };
    // "Incident: someone got in at 3:33 and took 2 BTC": a choice leaves its words to the other fields.
    const end = isShared(field) ? from + read.length : from;
    rest = rest.slice(0, index) + ' '.repeat(end - index) + rest.slice(end);
  });
  return { filled, rest };
}

interface Head {
  readonly field: Field;
  readonly index: number;
  /** Where its value begins. */
  readonly from: number;
}

function headsOf(fields: readonly Field[], text: string): readonly Head[] {
  const heads = fields
    .filter(({ kind }) => kind !== 'attachment')
    .flatMap((field) => {
      const names = [field.label, field.id, field.id.replaceAll('-', ' ')].map(escaped).join('|');
      // "What happened? …" may go on with anything.
      const asked = field.kind === 'text' || field.kind === 'paragraph' ? '' : '?';
      const said = new RegExp(
        `(?<![\\p{L}\\p{N}-])(?:${names})(?:\\s*[:=${asked}]\\s*|\\s+[-–—]\\s+)`,
        'giu',
      );
      return [...text.matchAll(said)]
        .filter(({ index }) => !isToChange.test(text.slice(Math.max(0, index - 20), index)))
        .map((match) => ({ field, index: match.index, from: match.index + match[0].length }));
    });
  // "email:" within "new email:" belongs to the longer label.
  const outer = heads.filter(
    (one) => !heads.some((other) => other.from === one.from && other.index < one.index),
  );
  return outer.toSorted((a, b) => a.index - b.index);
}

/** "Please change my e-mail: …" gives the new one. */
const isToChange = /\b(?:change|update|replace|switch)\s(?:(?:my|the|our)\s)?$/i;

// A list of a thousand commas is no value.
const maxPart = 200;

interface Part {
  readonly value: FieldValue;
  readonly source: string;
  readonly length: number;
}

/**
 * The most of a labelled part that the field accepts, up to its end or a mark that ends a value; of
 * what gives that same value the least, so that the rest is still read: "Amount: 1 BTC, on Monday".
 */
function longestValid(field: Field, part: string, context: FieldContext): Part | undefined {
  const marks = [...part.slice(0, maxPart).matchAll(/[,;]\s|\.\s/g)].map(({ index }) => index);
  const parts = [...marks, part.length].flatMap((length): readonly Part[] => {
    const source = part
      .slice(0, length)
      .trim()
      .replace(/(?<![.,;])[.,;]+$/, '');
    const read = source === '' ? undefined : validateField(field, source, context);
    return read?.kind === 'ok' ? [{ value: read.value, source, length }] : [];
  });
  const longest = parts.at(-1);
  return parts.find(({ value }) => value === longest?.value);
}

/** Kinds that compete for the same words. */
const rivals = (one: Field, other: Field): boolean =>
  one.kind === other.kind || (isDate(one) && isDate(other));
const isDate = ({ kind }: Field): boolean => kind === 'date' || kind === 'date-time';
const isPast = (field: Field): boolean => (field.kind === 'date' || field.kind === 'date-time') && field.past;

function freeFields(
  fields: readonly Field[],
  text: string,
  context: FieldContext,
): Readonly<Record<string, Filled>> {
  const filled: Record<string, Filled> = {};
  const findings = fields.map((field) => ({
    field,
    found: recogniseField(field, toldFor(field, text), context),
  }));
  for (const { field, found } of findings) {
    const others = findings.flatMap((one) => (rivals(one.field, field) ? [] : one.found));
    const own = found.filter((one) => isSaidHere(field, one, others, text));
    const mine = isShared(field)
      ? shareOf(
          field,
          fields.filter((other) => rivals(field, other)),
          own,
          text,
        )
      : own;
    const [only, ...more] = mine.length > 1 ? nearLabel(field, mine, text) : mine;
    if (only !== undefined && more.length === 0)
      filled[field.id] = { value: only.value, source: only.source, guess: !only.sure };
  }
  return filled;
}

/** Whether a day or an amount is the matter's: another field's value or the matter itself is in its sentence. */
function isSaidHere(field: Field, found: Recognised, others: readonly Recognised[], text: string): boolean {
  if (field.kind !== 'amount' && !isPast(field)) return true;
  const around = [...text.matchAll(sentence)].find(
    ({ 0: one, index }) => index <= found.index && found.index < index + one.length,
  );
  if (around === undefined) return true;
  const [from, to] = [around.index, around.index + around[0].length];
  if (others.some(({ index }) => from <= index && index < to)) return true;
  if (/\b(?:my|those|these)\s+$/i.test(text.slice(from, found.index))) return true;
  const [before, after] = [text.slice(from, found.index), text.slice(found.index + found.source.length, to)];
  // Nobody tells an amount or an hour by the way, in a clause of its own.
  const isTold = field.kind === 'amount' || found.value.includes('T');
  return standsAlone(before, after, isTold) || isSaidOfMatter(field.label, `${before} ${after}`);
}

/** What of a message may fill the field. An address or an id is itself wherever it stands. */
function toldFor({ kind }: Field, text: string): string {
  if (/^(?:email|phone|url|transaction-id|address)$/.test(kind)) return text;
  return kind === 'choice' || kind === 'yes-no' ? withoutSuppositions(text) : withoutExamples(text);
}

/** Of several, the one right behind words of the label: "rejected on the 11th, documents sent on the 8th". */
function nearLabel(field: Field, found: readonly Recognised[], text: string): readonly Recognised[] {
  if (isShared(field) && isNew(field)) return found.filter((one) => saysNew(text, one));
  if (!isDate(field)) return found;
  const words = contentWords(field.label);
  const near = found.filter(({ index }) => {
    const before = fold(text.slice(Math.max(0, index - 20), index)).split(' ');
    return before.slice(-3).some((said) => words.some((word) => isFormOf(said, word)));
  });
  return near.length === 1 ? near : found;
}

/** A choice and a yes-no are known by their own words; of the others, the form alone tells no two apart. */
const isShared = ({ kind }: Field): boolean => kind !== 'choice' && kind !== 'yes-no';

/** What of the findings is this field's, among fields of the same kind: "new" decides between old and new. */
function shareOf(
  field: Field,
  same: readonly Field[],
  found: readonly Recognised[],
  text: string,
): readonly Recognised[] {
  if (same.length === 1) return found;
  if (same.filter((other) => isNew(other) === isNew(field)).length > 1) return [];
  return found.filter((one) => saysNew(text, one) === isNew(field)).map((one) => ({ ...one, sure: false }));
}

const isNew = ({ label, id }: Field): boolean => /\bnew\b/i.test(`${label} ${id}`);

function saysNew(text: string, { index, source }: Pick<Recognised, 'index' | 'source'>): boolean {
  const before = text.slice(Math.max(0, index - 30), index);
  const after = text.slice(index + source.length, index + source.length + 30);
  return (
    /\b(?:new\b[^.;]*|(?<!\b(?:access|log ?in|sign ?in|logged in|signed in|went|sent|belongs?) )to|(?:must|should) be|use|into|want(?:s|ed)?|prefer)[\s:"'<]*$/i.test(
      before,
    ) ||
    /\b(?:replace|change|swap|switch|update)\b[^;\n]*(?:\b(?:with|by)|:)[\s:"'<]*$/i.test(before) ||
    /^\W*(?:from now on|instead|is (?:my|the) new)/i.test(after)
  );
}

const storyWords = 15;

/**
 * A long message is the description that the type's only paragraph asks for: nobody tells a story
 * twice. Only for a type with a single one, or an answer to one would fill the other.
 */
export function wholeStory(
  type: Pick<WorkOrderType, 'fields'>,
  text: string,
  context: FieldContext,
  known: Known,
  least = storyWords,
): Readonly<Record<string, Filled>> {
  const [field, ...others] = type.fields.filter(({ kind }) => kind === 'paragraph');
  if (field === undefined || others.length > 0 || Object.hasOwn(known, field.id)) return {};
  const words = text.match(/\p{L}{2,}/gu) ?? [];
  const read = words.length < least ? undefined : validateField(field, text, context);
  return read?.kind === 'ok' ? { [field.id]: { value: read.value, source: text.trim(), guess: true } } : {};
}

/** "It should be +33 … from now on": a new value for one thing says that this thing is to change. */
function impliedChoices(open: readonly Field[], found: Known, text: string): Known {
  const implied = open.flatMap((field) => {
    const filled = Object.hasOwn(found, field.id) ? found[field.id] : undefined;
    const [[asking, [only, ...others]] = ['', []], ...more] = Object.entries(field.when);
    if (filled === undefined || only === undefined || others.length + more.length > 0) return [];
    const isSaid = saysNew(text, { source: filled.source, index: text.indexOf(filled.source) });
    const isOpen = open.some(({ id }) => id === asking) && !Object.hasOwn(found, asking);
    return isSaid && isOpen ? [[asking, { value: only, source: filled.source, guess: true }] as const] : [];
  });
  return Object.fromEntries(implied);
}

/** Drops what a condition already known rules out; what a condition still open may ask is kept. */
function withoutHidden(
  type: Pick<WorkOrderType, 'fields'>,
  found: Known,
  already: Known,
): Readonly<Record<string, Filled>> {
  const values = Object.fromEntries(
    Object.entries({ ...already, ...found }).map(([id, { value }]) => [id, value]),
  );
  // A condition on something nobody has said yet is taken as met.
  const open = type.fields.map((field) => ({
    ...field,
    when: Object.fromEntries(Object.entries(field.when).filter(([id]) => Object.hasOwn(values, id))),
  }));
  const asked = new Set(askedFields({ fields: open }, values).map(({ id }) => id));
  return Object.fromEntries(Object.entries(found).filter(([id]) => asked.has(id)));
}
