import { findNumbers } from '../work-orders/number.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { answerForm } from './answering-a-field.ts';
import { namedField } from './correcting.ts';
import { askField, repeatPrompt } from './filling.ts';
import { namedType } from './fitting-type.ts';
import { fieldsLeft, fieldsOf, toldToo } from './form.ts';
import { hearAnything, hearNumber } from './hearing-anything.ts';
import { offerToDrop, resumeAfter, sendEarly } from './obeying.ts';
import { expecting, type Outcome, say } from './outcome.ts';
import { pick } from './picking.ts';
import { isFreeText } from './prompting.ts';
import { offerType, retype } from './retyping.ts';
import { factLines, givenFacts } from './reviewing.ts';
import type { ConversationState, InForm } from './state.ts';
import { foldText } from './text.ts';
import type { View } from './view.ts';
import { welcome } from './welcoming.ts';
import { afterOpening, afterYes, saysOnly } from './words.ts';

/** What an utterance is while a form waits for an answer or for the review's confirmation. */
export function hearInForm(state: ConversationState, text: string, messageId: string, view: View): Outcome {
  const type = view.pinned;
  if (!state.form || !type) return hearAnything({ ...state, form: undefined }, text, messageId, view);
  const atReview = state.form.asking === undefined && state.expecting.kind === 'form';
  const form = state.form.id;
  if (atReview && (saysOnly(view.say, 'words.yes', text) || saysOnly(view.say, 'words.send', text)))
    return pick(state, { kind: 'form', form, action: 'file' }, messageId, view);
  if (atReview && saysOnly(view.say, 'words.no', text))
    return pick(state, { kind: 'form', form, action: 'change' }, messageId, view);
  const asked = type.fields.find((field) => field.id === state.form?.asking);
  if (asked?.kind !== 'text' && saysOnly(view.say, 'words.greeting', text)) return welcome(state, view);
  if (afterOpening(view.say, 'words.so-far', text) !== undefined && foldText(text).split(' ').length <= 8)
    return readBack({ ...state, form: state.form }, type, view);
  if (saysOnly(view.say, 'words.left', text)) return tellLeft({ ...state, form: state.form }, type, view);
  if (saysOnly(view.say, 'words.when', text))
    return resumeAfter(state, { kind: 'notice', text: view.say('form.not-sent') }, view);
  if (aboutNumberOnly(text, view) || addsToOwn(text, view)) {
    const told = hearNumber(expecting(state, { kind: 'anything' }), text, messageId, view);
    if (told) return told;
  }
  if (asked && saysOnly(view.say, 'words.send', text))
    return sendEarly({ ...state, form: state.form }, type, view);
  if (saysOnly(view.say, 'words.solved', text)) return offerToDrop({ ...state, form: state.form }, view);
  const wanted = isFreeText(asked) ? undefined : wantedType(text, view);
  if (wanted?.id === type.id)
    return resumeAfter(state, { kind: 'notice', text: view.say('form.continue') }, view);
  if (wanted) return offerType({ ...state, form: state.form }, type, wanted, view);
  return answerForm({ ...state, form: state.form }, type, text, view);
}

/** "What did I write?": all that there is, and the prompt again; the review is that already. */
function readBack(state: InForm, type: WorkOrderType, view: View): Outcome {
  const given = givenFacts(type, state.form, view);
  const text =
    given.length === 0 ? view.say('form.nothing-yet') : `${view.say('form.have')}\n\n${factLines(given)}`;
  const again = repeatPrompt(state, type, view);
  return state.form.asking === undefined ? again : say({ kind: 'notice', text }, again);
}

/** "How many questions are left?": what is still asked, and the prompt again. */
function tellLeft(state: InForm, type: WorkOrderType, view: View): Outcome {
  const labels = fieldsLeft(type, state.form).map(({ label, required }) =>
    required ? label : view.say('form.left-optional', { label }),
  );
  const again = repeatPrompt(state, type, view);
  if (labels.length === 0) return again;
  return say({ kind: 'notice', text: view.say('form.left', { labels: labels.join(', ') }) }, again);
}

/** "open a work order about my sign-in" in the middle of a form, of another type or this one. */
function wantedType(text: string, view: View): WorkOrderType | undefined {
  const wish = afterOpening(view.say, 'command.file', text);
  return wish ? namedType(wish, view) : undefined;
}

/** The type that the form shall have instead: by its name, or yes to the one that was offered. */
export function hearNewType(
  state: ConversationState,
  offered: string | undefined,
  text: string,
  messageId: string,
  view: View,
): Outcome {
  const type = view.pinned;
  if (!state.form || !type) return hearInForm(state, text, messageId, view);
  const here = { ...expecting(state, { kind: 'form' }), form: state.form };
  if (saysOnly(view.say, 'words.no', text)) return repeatPrompt(here, type, view);
  const other = offered === undefined ? namedType(text, view) : agreedType(offered, text, view);
  if (other?.id === type.id) return repeatPrompt(here, type, view);
  const told = offered === undefined ? undefined : afterYes(view.say, text);
  if (other && told) return retype({ ...here, form: toldToo(here.form, told) }, type, other, view);
  return other ? retype(here, type, other, view) : hearInForm(here, text, messageId, view);
}

/** Yes, or its name; another type by its phrasings. A question that is near the offered one is no yes. */
function agreedType(offered: string, text: string, view: View): WorkOrderType | undefined {
  const type = view.types.get(offered);
  const isNamed = type !== undefined && foldText(text).includes(foldText(type.title));
  if (isNamed || saysOnly(view.say, 'words.yes', text) || afterYes(view.say, text)) return type;
  const named = text.endsWith('?') ? undefined : namedType(text, view);
  return named?.id === offered ? undefined : named;
}

/** Yes adds to the work order that is open already, no sends this one all the same. */
export function hearAboutDuplicate(
  state: ConversationState,
  text: string,
  messageId: string,
  view: View,
): Outcome {
  const form = state.form?.id ?? '';
  if (saysOnly(view.say, 'words.yes', text) || afterOpening(view.say, 'command.add', text) !== undefined)
    return pick(state, { kind: 'form', form, action: 'add' }, messageId, view);
  if (saysOnly(view.say, 'words.no', text) || saysOnly(view.say, 'words.separate', text))
    return pick(state, { kind: 'form', form, action: 'separate' }, messageId, view);
  return hearInForm(expecting(state, { kind: 'form' }), text, messageId, view);
}

/** "the amount" after "which one?", else a correction, an answer or a question like any other. */
export function hearFieldToChange(
  state: ConversationState,
  text: string,
  messageId: string,
  view: View,
): Outcome {
  const type = view.pinned;
  if (!state.form || !type) return hearInForm(state, text, messageId, view);
  if (saysOnly(view.say, 'words.no', text)) return repeatPrompt(state, type, view);
  const short = foldText(text).split(' ').length <= 4;
  const field = short ? namedField(fieldsOf(type, state.form), text) : undefined;
  if (field) return askField(state, type, field.id, view);
  return hearInForm(state, text, messageId, view);
}

/** Nothing but a number, or a short question about one: in a longer text a number is part of the story. */
const aboutNumberOnly = (text: string, view: View): boolean =>
  text.length <= 60 &&
  findNumbers(view.desk.prefix, text).length === 1 &&
  // The number itself is up to three of them: "add to WO-7K3M-Q9TF".
  (foldText(text).split(' ').length <= 5 || text.endsWith('?'));

/** "add to WO-7K3M-Q9TF: it was Lisbon", of one's own, is said to that work order and not to the form. */
const addsToOwn = (text: string, view: View): boolean =>
  afterOpening(view.say, 'command.add', text) !== undefined &&
  findNumbers(view.desk.prefix, text).some(({ number }) => view.own.some((one) => one.number === number));

/** Whether the form is dropped; anything else goes on with it. */
export function confirmCancel(
  state: ConversationState,
  text: string,
  messageId: string,
  view: View,
): Outcome {
  const form = state.form?.id ?? '';
  if (saysOnly(view.say, 'words.yes', text))
    return pick(state, { kind: 'form', form, action: 'drop' }, messageId, view);
  if (saysOnly(view.say, 'words.no', text))
    return pick(state, { kind: 'form', form, action: 'keep' }, messageId, view);
  return hearInForm(expecting(state, { kind: 'form' }), text, messageId, view);
}
