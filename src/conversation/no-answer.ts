import type { Field } from '../work-orders/field.ts';
import type { Invalid } from '../work-orders/fields/problem.ts';
import { wholeStory } from '../work-orders/recognise.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { acceptedWith } from './accepting.ts';
import { amend } from './amending.ts';
import { retell, takeBack } from './correcting.ts';
import { fillBesides, notedReply, repeatPrompt } from './filling.ts';
import { answeringType, namedType, toldType } from './fitting-type.ts';
import { fill, repeated, toldToo } from './form.ts';
import { asksSomething, interject, takesAnyWords } from './interjecting.ts';
import { type Outcome, outcome, say } from './outcome.ts';
import { isFreeText, promptReply } from './prompting.ts';
import { refusing } from './read-answer.ts';
import { offerType } from './retyping.ts';
import { sootheInForm, vents } from './soothing.ts';
import type { Form, InForm } from './state.ts';
import { addsMore, isLong, tellingWords, tellOn } from './telling-on.ts';
import { fieldContext, type View } from './view.ts';
import { isQuestion, saysOnly } from './words.ts';

interface NoAnswer {
  readonly field: Field;
  readonly text: string;
  readonly checked: Invalid;
}

/**
 * What a message is that does not answer its prompt: values for other fields, another matter, something
 * told anew, anger, a question, more of the story; or a wrong answer after all, and then why.
 */
export function hearNoAnswer(state: InForm, type: WorkOrderType, said: NoAnswer, view: View): Outcome {
  const { field, text } = said;
  const besides = fillBesides(state.form, type, text, view);
  if (isAnsweredQuestion(text, view)) return interject({ ...state, form: besides }, type, text, view);
  const other = type.id === view.desk.fallbackType ? meantInstead(type, text, view) : undefined;
  if (other) return offerType({ ...state, form: toldToo(besides, text) }, type, other, view);
  if (Object.keys(besides.filled).length > Object.keys(state.form.filled).length) {
    return acceptedWith(state, state.form, type, besides, view);
  }
  const retold =
    takeBack(state, type, text, view) ?? retell(state, type, text, view) ?? amend(state, type, text, view);
  if (retold) return retold;
  if (vents(text, view)) return sootheInForm(state, type, view);
  if (onlyAgrees(text, view)) return repeatPrompt(state, type, view);
  const added = addsMore(text, view) ? tellOn(state, type, text, view) : undefined;
  if (added) return added;
  if (asksSomething(field, text, view)) return interject(state, type, text, view);
  const told = goesOnTelling(state.form, type, field, text) ? tellOn(state, type, text, view) : undefined;
  return told ?? refuse(state, type, said, besides, view);
}

/** "Why is my withdrawal pending?" tells that it is one, and wants to know. */
const isAnsweredQuestion = (text: string, view: View): boolean =>
  isQuestion(text, view) && view.knowledge.answer(text, { lang: view.lang }).kind === 'confident';

/** "Ok" and "thanks" answer nothing, and nothing is wrong with them. */
const onlyAgrees = (text: string, { say }: View): boolean =>
  saysOnly(say, 'words.thanks', text) || saysOnly(say, 'words.yes', text);

/** Says what is wrong, unless the message is the whole story that another field asks for. */
function refuse(
  state: InForm,
  type: WorkOrderType,
  { field, text, checked }: NoAnswer,
  besides: Form,
  view: View,
): Outcome {
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

/** Where a file is asked a sentence goes on with the story; at other prompts a longer one, of a story begun. */
function goesOnTelling({ filled }: Form, { fields }: WorkOrderType, field: Field, text: string): boolean {
  if (field.kind === 'attachment') return true;
  const isBegun = fields.some(({ id, kind }) => kind === 'paragraph' && filled[id]);
  return isBegun && !isFreeText(field) && isLong(text);
}

/** In the form for what fits no other, what tells of another: it was opened for want of a better one. */
function meantInstead(type: WorkOrderType, text: string, view: View): WorkOrderType | undefined {
  const other = namedType(text, view) ?? toldType(text, view) ?? answeringType(text, view);
  return other?.id === type.id ? undefined : other;
}
