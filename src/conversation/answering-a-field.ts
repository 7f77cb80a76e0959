import type { Field } from '../work-orders/field.ts';
import { withoutIds } from '../work-orders/fields/words.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { acceptedWith, keepAnswer, skipped } from './accepting.ts';
import { amend } from './amending.ts';
import { awaitFile, fileToRemove, removeFile } from './attaching.ts';
import { clear, correct, namedField, retell, takeBack } from './correcting.ts';
import { explain } from './explaining.ts';
import { askField, fillBesides } from './filling.ts';
import { fieldsOf, fill } from './form.ts';
import { interject, isAnswered, takesAnyWords } from './interjecting.ts';
import { hearNoAnswer } from './no-answer.ts';
import { type Outcome, say } from './outcome.ts';
import { isFreeText } from './prompting.ts';
import { readAnswer } from './read-answer.ts';
import { showReview } from './reviewing.ts';
import { onlyVents, sootheInForm, vents } from './soothing.ts';
import type { ConversationState, InForm } from './state.ts';
import { addsMore, isLong, tellOn } from './telling-on.ts';
import { foldText } from './text.ts';
import { fieldContext, type View } from './view.ts';
import { afterOpening, isQuestion, mentions, saysOnly, saysOnlyOf } from './words.ts';

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
  const retold = retell(state, type, text, view) ?? amend(state, type, text, view);
  if (retold) return retold;
  const adds = addsMore(text, view) || isLong(text);
  return (adds ? tellOn(state, type, text, view) : undefined) ?? notACorrection(state, type, view);
}

function answerField(state: InForm, type: WorkOrderType, field: Field, text: string, view: View): Outcome {
  const explained = explain(state, type, field, text, view);
  if (explained) return explained;
  const asks = (takesAnyWords(field) && isQuestion(text, view)) || isAnswered(field, text, view);
  if (asks) return interject(state, type, text, view);
  if (isFreeText(field) && onlyVents(text, view)) return sootheInForm(state, type, view);
  const kept = agreesToKeep(field, text, view) && keepAnswer(state, type, field, view);
  if (kept) return kept;
  if (!field.required && meansNone(field, text, view)) return skipped(state, type, field, view);
  const taken = isFreeText(field) ? correctedAt(state, type, text, view) : undefined;
  if (taken) return taken;
  if (field.kind === 'attachment' && saysOnly(view.say, 'words.yes', text))
    return awaitFile(state, field, view);
  const { checked, source } = readAnswer(field, state.form, text, fieldContext(view));
  if (checked.kind === 'ok') {
    const answered = fill(state.form, { [field.id]: { value: checked.value, source, guess: false } });
    return acceptedWith(state, answered, type, fillBesides(answered, type, text, view), view);
  }
  return hearNoAnswer(state, type, { field, text, checked }, view);
}

/** "Sorry, I meant 6:30" would pass for a description. */
const correctedAt = (state: InForm, type: WorkOrderType, text: string, view: View): Outcome | undefined =>
  takeBack(state, type, text, view) ??
  (afterOpening(view.say, 'words.take-back', text) === undefined
    ? undefined
    : amend(state, type, text, view));

/** "no" to "would you like to add a screenshot?" */
const meansNone = (field: Field, text: string, view: View): boolean =>
  field.kind !== 'yes-no' &&
  field.kind !== 'choice' &&
  mentions(view.say, 'words.no', text) &&
  saysOnlyOf(view.say, ['words.no', 'words.send'], text);

/** "Keep it", and "looks good" to what is there already, where yes is no answer of its own. */
const agreesToKeep = ({ kind }: Field, text: string, { say }: View): boolean =>
  saysOnly(say, 'words.keep', text) ||
  (kind !== 'yes-no' && kind !== 'choice' && kind !== 'attachment' && saysOnly(say, 'words.yes', text));

/** At the review nothing is asked: what is no correction is said not to be one, and the review comes again. */
const notACorrection = (state: ConversationState, type: WorkOrderType, view: View): Outcome =>
  say({ kind: 'notice', text: view.say('review.not-a-change') }, showReview(state, type, view));
