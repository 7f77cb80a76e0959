import type { Field } from '../work-orders/field.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { answerQuestion } from './answering.ts';
import { choice } from './choices.ts';
import { repeatPrompt } from './filling.ts';
import { before, type Outcome, say } from './outcome.ts';
import { isFreeText } from './prompting.ts';
import type { InForm } from './state.ts';
import { foldText } from './text.ts';
import type { View } from './view.ts';
import { isQuestion, opensLikeQuestion } from './words.ts';

/** A question's words would pass for an answer. */
export const takesAnyWords = (field: Field): boolean =>
  isFreeText(field) || field.kind === 'choice' || field.kind === 'yes-no';

/**
 * What is no answer at a prompt that knows its answers may be a question without its mark, or a call
 * for help: "I cannot find the id anywhere".
 */
export function asksSomething(field: Field, text: string, view: View): boolean {
  if (isQuestion(text, view) || opensLikeQuestion(text, view)) return true;
  if (takesAnyWords(field) || foldText(text).split(' ').length < 4) return false;
  // "ugh wait, how long do withdrawals take??" opens like nothing in particular.
  if (text.length <= 160 && text.endsWith('?')) return true;
  return view.knowledge.answer(text, { lang: view.lang }).kind === 'confident';
}

/** "How do I freeze my account" has a word of a choice in it, and an answer in the knowledge folder. */
export const isAnswered = ({ kind }: Field, text: string, view: View): boolean =>
  (kind === 'choice' || kind === 'yes-no') &&
  opensLikeQuestion(text, view) &&
  view.knowledge.answer(text, { lang: view.lang }).kind === 'confident';

/** Answers from the knowledge folder and comes back to the same prompt, the draft untouched. */
export function interject(state: InForm, type: WorkOrderType, text: string, view: View): Outcome {
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
