import { sizes } from '../limits.ts';
import type { Field } from '../work-orders/field.ts';
import { validateField } from '../work-orders/fields/field-codecs.ts';
import { withoutIds } from '../work-orders/fields/words.ts';
import { wholeStory } from '../work-orders/recognise.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { answerQuestion, namedType, toldType } from './answering.ts';
import { awaitFile, fileToRemove, removeFile } from './attaching.ts';
import { choice } from './choices.ts';
import { clear, correct, namedField, retell } from './correcting.ts';
import { askField, fillBesides, goOn, notedReply, repeatPrompt } from './filling.ts';
import { fieldsOf, fill, repeated, skip } from './form.ts';
import { before, type Outcome, outcome, say } from './outcome.ts';
import { promptReply } from './prompting.ts';
import { readAnswer, refusing } from './read-answer.ts';
import { offerType } from './retyping.ts';
import { showReview } from './reviewing.ts';
import { onlyVents, sootheInForm, vents } from './soothing.ts';
import type { ConversationState, Form, InForm } from './state.ts';
import { foldText } from './text.ts';
import { fieldContext, type View } from './view.ts';
import { afterOpening, isQuestion, opensLikeQuestion, saysOnly } from './words.ts';

/** What an utterance is while a form waits: a correction, an answer, a question, or none of them. */
export function answerForm(state: InForm, type: WorkOrderType, text: string, view: View): Outcome {
  const { form } = state;
  const file = fileToRemove(type, form, text, view);
  const removed = file === undefined ? undefined : removeFile(state, type, file, view);
  if (removed) return removed;
  const corrected = clear(state, type, text, view) ?? correct(state, type, text, view);
  if (corrected) return corrected;
  const field = type.fields.find((one) => one.id === form.asking);
  if (!field) return answerAtReview(state, type, text, view);
  return answerField(state, type, field, text, view);
}

/** Nothing is asked there: a field's name alone means to change it, a question is answered. */
function answerAtReview(state: InForm, type: WorkOrderType, text: string, view: View): Outcome {
  if (isQuestion(text, view)) return interject(state, type, text, view);
  if (vents(text, view)) return sootheInForm(state, type, view);
  // "kim@mail.example" names no "E-mail address".
  const words = withoutIds(text);
  const named = foldText(text).split(' ').length <= 4 && namedField(fieldsOf(type, state.form), words);
  if (named) return askField(state, type, named.id, view);
  const retold = retell(state, type, text, view);
  if (retold) return retold;
  const adds = afterOpening(view.say, 'command.add', text) !== undefined;
  return (adds ? toldFurther(state, type, text, view) : undefined) ?? notACorrection(state, type, view);
}

function answerField(state: InForm, type: WorkOrderType, field: Field, text: string, view: View): Outcome {
  if (takesAnyWords(field) && isQuestion(text, view)) return interject(state, type, text, view);
  if (isFreeText(field) && onlyVents(text, view)) return sootheInForm(state, type, view);
  if (!field.required && meansNone(field, text, view)) return skipped(state, type, field, view);
  if (field.kind === 'attachment' && saysOnly(view.say, 'words.yes', text))
    return awaitFile(state, field, view);
  const { checked, source } = readAnswer(field, state.form, text, fieldContext(view));
  if (checked.kind === 'ok') {
    const answered = fill(state.form, { [field.id]: { value: checked.value, source, guess: false } });
    return acceptedWith(state, answered, type, fillBesides(answered, type, text, view), view);
  }
  const besides = fillBesides(state.form, type, text, view);
  const other = type.id === view.desk.fallbackType ? meantInstead(type, text, view) : undefined;
  if (other) return offerType({ ...state, form: withTold(besides, text) }, type, other, view);
  if (Object.keys(besides.filled).length > Object.keys(state.form.filled).length) {
    return acceptedWith(state, state.form, type, besides, view);
  }
  const retold = retell(state, type, text, view);
  if (retold) return retold;
  if (vents(text, view)) return sootheInForm(state, type, view);
  if (asksSomething(field, text, view)) return interject(state, type, text, view);
  const added = field.kind === 'attachment' ? toldFurther(state, type, text, view) : undefined;
  if (added) return added;
  const told = takesAnyWords(field)
    ? {}
    : wholeStory(type, text, fieldContext(view), besides.filled, tellingWords);
  const form = refusing(repeated(fill(besides, told)), text, checked);
  const noted = notedReply(besides, form, type, view);
  const instead = noted ? undefined : checked;
  const next = outcome(
    { ...state, form, expecting: { kind: 'form' } },
    promptReply(field, form, view, instead),
  );
  return noted ? say(noted, next) : next;
}

/** In the form for what fits no other, what tells of another: it was opened for want of a better one. */
function meantInstead(type: WorkOrderType, text: string, view: View): WorkOrderType | undefined {
  const other = namedType(text, view) ?? toldType(text, view);
  return other?.id === type.id ? undefined : other;
}

/** What the other form is to have read already. */
const withTold = (form: Form, text: string): Form => ({
  ...form,
  question: [form.question, text].filter(Boolean).join('\n').slice(0, sizes.message),
});

/** Where a file is asked or "add" is said, a sentence goes on with the story: nothing gets lost. */
function toldFurther(state: InForm, type: WorkOrderType, text: string, view: View): Outcome | undefined {
  const { form } = state;
  const [story, ...others] = fieldsOf(type, form).filter(({ kind }) => kind === 'paragraph');
  if (!story || others.length > 0 || foldText(text).split(' ').length < sentenceWords) return undefined;
  const before = form.filled[story.id];
  const read = validateField(story, [before?.value, text].filter(Boolean).join('\n'), fieldContext(view));
  if (read.kind !== 'ok') return undefined;
  const told = fill(form, {
    [story.id]: { value: read.value, source: read.value, guess: before?.guess ?? false },
  });
  const notice = view.say('form.added', { label: story.label });
  return say({ kind: 'notice', text: notice }, repeatPrompt({ ...state, form: told }, type, view));
}

const sentenceWords = 4;

// Where a date or an id is asked, fewer words than elsewhere are the story: they are nothing else.
const tellingWords = 8;

/** After an answer: back to the review where the field was edited from there, else the next field. */
export function accepted(state: ConversationState, type: WorkOrderType, form: Form, view: View): Outcome {
  return goOn({ ...state, form, expecting: { kind: 'form' } }, type, view);
}

/** The same, after saying what was read out of the message besides. */
function acceptedWith(
  state: ConversationState,
  before: Form,
  type: WorkOrderType,
  after: Form,
  view: View,
): Outcome {
  const noted = notedReply(before, after, type, view);
  const next = accepted(state, type, after, view);
  return noted ? say(noted, next) : next;
}

/** Goes on without the field; files that were sent for it stay. */
export function skipped(state: InForm, type: WorkOrderType, field: Field, view: View): Outcome {
  const { form } = state;
  const keeps = field.kind === 'attachment' && form.filled[field.id] !== undefined;
  return accepted(state, type, keeps ? form : skip(form, field.id), view);
}

/** "no" to "would you like to add a screenshot?" */
const meansNone = (field: Field, text: string, view: View): boolean =>
  field.kind !== 'yes-no' && field.kind !== 'choice' && saysOnly(view.say, 'words.no', text);

/** A question's words would pass for an answer. */
const takesAnyWords = (field: Field): boolean =>
  isFreeText(field) || field.kind === 'choice' || field.kind === 'yes-no';

/**
 * What is no answer at a prompt that knows its answers may be a question without its mark, or a call
 * for help: "I cannot find the id anywhere".
 */
function asksSomething(field: Field, text: string, view: View): boolean {
  if (isQuestion(text, view) || opensLikeQuestion(text, view)) return true;
  if (takesAnyWords(field) || foldText(text).split(' ').length < 4) return false;
  // "ugh wait, how long do withdrawals take??" opens like nothing in particular.
  if (text.length <= 160 && text.endsWith('?')) return true;
  return view.knowledge.answer(text, { lang: view.lang }).kind === 'confident';
}

const isFreeText = (field: Field): boolean => field.kind === 'text' || field.kind === 'paragraph';

/** Answers from the knowledge folder and comes back to the same prompt, the draft untouched. */
function interject(state: InForm, type: WorkOrderType, text: string, view: View): Outcome {
  const { replies, questions, state: asked } = answerQuestion(state, text, view);
  const solved = choice(view.say('choice.solved'), { kind: 'form', form: state.form.id, action: 'solved' });
  // "Did you mean" without its candidates would be no answer; votes and follow-ups can wait.
  const answered = replies.map(({ choices = [], ...reply }) => {
    if (reply.kind === 'disambiguation') return { ...reply, choices: choices.slice(0, -1) };
    return reply.kind === 'answer' ? { ...reply, choices: [solved] } : reply;
  });
  const here = { ...state, matter: asked.matter };
  const goingOn = say({ kind: 'notice', text: view.say('form.continue') }, repeatPrompt(here, type, view));
  return before({ replies: answered, commands: [], questions, votes: [] }, goingOn);
}

/** At the review nothing is asked: what is no correction is said not to be one, and the review comes again. */
const notACorrection = (state: ConversationState, type: WorkOrderType, view: View): Outcome =>
  say({ kind: 'notice', text: view.say('review.not-a-change') }, showReview(state, type, view));
