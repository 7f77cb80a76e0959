import type { Field } from '../work-orders/field.ts';
import { type Validation, validateField } from '../work-orders/fields/field-codecs.ts';
import { recogniseFields } from '../work-orders/recognise.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { askField, goOn, repeatPrompt } from './filling.ts';
import { fieldsOf, fill, skip } from './form.ts';
import { type Outcome, outcome, say } from './outcome.ts';
import { isFreeText, promptReply } from './prompting.ts';
import type { Reply } from './reply.ts';
import { factLines, factOf } from './reviewing.ts';
import type { Form, InForm } from './state.ts';
import { isLong } from './telling-on.ts';
import { asMarkdown, foldText } from './text.ts';
import { fieldContext, type View } from './view.ts';
import { afterOpening, mentions, besides as wordsBesides } from './words.ts';

export interface Correction {
  readonly field: Field;
  /** What it should be; undefined when only the field was named. */
  readonly text: string | undefined;
}

/** "change the amount to 50 and the date to Monday": undefined where the text corrects nothing. */
export function correct(state: InForm, type: WorkOrderType, text: string, view: View): Outcome | undefined {
  const [first, ...rest] = correctionsIn(type, state.form, text, view);
  if (!first) return undefined;
  return rest.reduce(
    (before, correction) => changeNext(before, type, correction, view),
    change(state, type, first, view),
  );
}

/** The next of several corrections; one that does not do asks, and the others wait to be said again. */
function changeNext(before: Outcome, type: WorkOrderType, correction: Correction, view: View): Outcome {
  const { form } = before.state;
  const [told, ...prompt] = before.replies;
  if (!form || !told || prompt.length === 0) return before;
  return say(told, change({ ...before.state, form }, type, correction, view));
}

/** A word of change and one field's label; then more of them, joined by "and the". */
function correctionsIn(type: WorkOrderType, form: Form, text: string, view: View): readonly Correction[] {
  const parts = splitCorrections(type, form, text);
  const [first] = parts;
  // At the review "the amount should be 50 EUR" can be nothing else.
  const atReview = form.asking === undefined && parts.every(({ text: to }) => to !== undefined);
  const isMeant =
    atReview || mentions(view.say, 'words.change', text) || saysOtherwise(parts, form, text, view);
  if (!first || text.length > 200 || !isMeant) return [];
  // "I typed a wrong e-mail address and was locked out" tells what happened.
  const asked = type.fields.find((one) => one.id === form.asking);
  return isFreeText(asked) && text.trim().split(/\s+/).length > maxCorrectionWords ? [] : parts;
}

const maxCorrectionWords = 8;

const otherwise = 'is now|is actually|was actually|should (?:be|have been)|must be|has to be';
const tellsOtherwise = new RegExp(`\\b(?:${otherwise})\\s`, 'iu');
const whatTo = new RegExp(`\\b(?:to|${otherwise}|it (?:was|is)|it['’]s|=|:)\\s+(.+)$`, 'iu');

/** "The e-mail should be kim@mail.example" corrects at any prompt, since the field takes what it says. */
const saysOtherwise = (parts: readonly Correction[], form: Form, text: string, view: View): boolean =>
  tellsOtherwise.test(text) &&
  parts.every(
    ({ field, text: to }) => to !== undefined && validateChange(field, form, to, view).kind === 'ok',
  );

function splitCorrections(type: WorkOrderType, form: Form, text: string): readonly Correction[] {
  const known = fieldsOf(type, form).filter(({ id }) => form.filled[id] ?? form.skipped.includes(id));
  const one = (part: string): Correction | undefined => {
    const field = namedField(known, part);
    return field && { field, text: whatTo.exec(part)?.[1] };
  };
  const parts = text.split(/,?(?<!\s)\s+and\s+(?=(?:the|my)\s)/iu).map(one);
  const all = parts.filter((part) => part !== undefined);
  // "…and the rest" names no field: it belongs to the value before it.
  if (all.length === parts.length) return all;
  return [one(text)].filter((part) => part !== undefined);
}

/** The field that a text names by its label or id, else the only one whose label it has a word of. */
export function namedField(fields: readonly Field[], text: string): Field | undefined {
  const words = ` ${foldText(text)} `;
  const named = (label: string) => words.includes(` ${foldText(label)} `);
  const whole = fields.find((field) => named(field.label) || named(field.id.replaceAll('-', ' ')));
  const inPart = fields.filter(({ label, id }) =>
    foldText(`${label} ${id}`)
      .split(' ')
      .some((word) => word.length > 3 && named(word)),
  );
  return whole ?? (inPart.length === 1 ? inPart[0] : undefined);
}

/** "Remove the link": what need not be given is taken out, what must be is asked anew. */
export function clear(state: InForm, type: WorkOrderType, text: string, view: View): Outcome | undefined {
  const what = afterOpening(view.say, 'words.remove', text);
  const given = fieldsOf(type, state.form).filter(
    ({ id, kind }) => kind !== 'attachment' && state.form.filled[id],
  );
  const field = what === undefined || what.split(' ').length > 4 ? undefined : namedField(given, what);
  if (!field) return undefined;
  if (field.required) return askField(state, type, field.id, view);
  const told = view.say('form.removed', { label: field.label });
  const form = skip(state.form, field.id);
  return say({ kind: 'notice', text: told }, afterChange({ ...state, form }, type, view));
}

/** Puts the value in and says so; one that the field does not take is asked anew. */
export function change(state: InForm, type: WorkOrderType, { field, text }: Correction, view: View): Outcome {
  const checked = text === undefined ? undefined : validateChange(field, state.form, text, view);
  if (checked?.kind !== 'ok') {
    const asked = askField(state, type, field.id, view);
    return checked && asked.state.form
      ? outcome(asked.state, promptReply(field, asked.state.form, view, checked))
      : asked;
  }
  const form = fill(state.form, { [field.id]: { value: checked.value, source: text ?? '', guess: false } });
  const told = view.say('form.changed', { label: field.label, value: asMarkdown(checked.shown) });
  return say({ kind: 'notice', text: told }, afterChange({ ...state, form }, type, view));
}

/** The new value may ask for more, or no longer ask what was being asked. */
function afterChange(state: InForm, type: WorkOrderType, view: View): Outcome {
  const stillAsked = fieldsOf(type, state.form).some((one) => one.id === state.form.asking);
  return (stillAsked ? repeatPrompt : goOn)(state, type, view);
}

/** "change the amount to 50" is 50 of what it was in, "the time was 4pm" that of the same day. */
export function validateChange(field: Field, form: Form, text: string, view: View): Validation {
  const checked = validateField(field, text, fieldContext(view));
  const before = form.filled[field.id]?.value;
  const lacksDay = checked.kind === 'invalid' && checked.problem === 'day-missing';
  if (lacksDay && before !== undefined)
    return validateField(field, `${before.slice(0, 'yyyy-mm-dd'.length)} ${text}`, fieldContext(view));
  const currency = before?.split(' ')[1];
  const lacks = checked.kind === 'invalid' && checked.problem === 'currency-missing';
  if (!lacks || currency === undefined) return checked;
  return validateField(field, `${text} ${currency}`, fieldContext(view));
}

/**
 * What is no answer may tell something anew: at the review anything, at a prompt what was only guessed
 * so far, or what is said beyond doubt. It is read back.
 */
export function retell(state: InForm, type: WorkOrderType, text: string, view: View): Outcome | undefined {
  const { form } = state;
  const asked = type.fields.find(({ id }) => id === form.asking);
  // A sentence that tells a value anew is no story anew; where files are asked, a story chooses nothing anew.
  const told = ['paragraph', 'text', ...(asked?.kind === 'attachment' && isLong(text) ? ['choice'] : [])];
  const fields = fieldsOf(type, form).filter(({ kind }) => !told.includes(kind));
  const found = recogniseFields({ fields }, text, fieldContext(view), {});
  const fresh = Object.entries(found).filter(([id, one]) => {
    const before = form.filled[id];
    // What was confirmed is changed by what leaves no doubt: "no, my email is kim@mail.example".
    const isOpen = form.asking === undefined || before?.guess !== false || !one.guess;
    return isOpen && before?.value !== one.value;
  });
  if (fresh.length === 0) return undefined;
  const retold = fill(form, Object.fromEntries(fresh));
  const facts = fields.filter(({ id }) => fresh.some(([one]) => one === id));
  return say(
    retoldReply(facts, form, retold, view),
    afterChange({ ...state, form: retold, expecting: { kind: 'form' } }, type, view),
  );
}

/** Words beside what is corrected that tell nothing: "no wait, it was 0.05 btc I think". */
const fewWords = 2;

/** "No wait, it was 0.05 btc", whatever is being asked: it opens like a correction, and tells a given value anew. */
export function takeBack(state: InForm, type: WorkOrderType, text: string, view: View): Outcome | undefined {
  const { form } = state;
  const rest = afterOpening(view.say, 'words.take-back', text);
  if (rest === undefined || form.asking === undefined) return undefined;
  const fields = fieldsOf(type, form).filter(
    ({ id, kind }) => form.filled[id] && kind !== 'paragraph' && kind !== 'text',
  );
  const found = Object.entries(recogniseFields({ fields }, text, fieldContext(view), {}));
  const fresh = found.filter(([id, { value }]) => form.filled[id]?.value !== value);
  const left = fresh.reduce((words, [, { source }]) => words.replace(foldText(source), ' '), rest);
  if (
    fresh.length === 0 ||
    (wordsBesides(view.say, 'words.amend', left) ?? left.split(' ')).length > fewWords
  )
    return undefined;
  const told = fill(form, Object.fromEntries(fresh.map(([id, one]) => [id, { ...one, guess: false }])));
  const facts = fields.filter(({ id }) => fresh.some(([one]) => one === id));
  const reply = retoldReply(facts, form, told, view);
  return say(reply, afterChange({ ...state, form: told, expecting: { kind: 'form' } }, type, view));
}

/** What has a new value is changed, what had none is noted. */
function retoldReply(fields: readonly Field[], before: Form, after: Form, view: View): Reply {
  const changed = fields
    .filter(({ id }) => before.filled[id])
    .map((field) => {
      const { label, value } = factOf(field, after, view);
      return view.say('form.changed', { label, value: asMarkdown(value) });
    });
  const noted = fields.filter(({ id }) => !before.filled[id]).map((field) => factOf(field, after, view));
  const lines = noted.length === 0 ? '' : `${view.say('form.noted')}\n\n${factLines(noted)}`;
  return { kind: 'notice', text: [...changed, lines].filter(Boolean).join('\n\n') };
}
