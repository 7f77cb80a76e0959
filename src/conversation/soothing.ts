import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { choice } from './choices.ts';
import { repeatPrompt } from './filling.ts';
import { type Outcome, outcome, say } from './outcome.ts';
import { outOfPatience } from './prompting.ts';
import type { ConversationState, InForm } from './state.ts';
import type { View } from './view.ts';
import { besides, saysOnly } from './words.ts';

/** "This is ridiculous, you are useless": anger at the conversation, and nothing else. */
export const onlyVents = (text: string, view: View): boolean => saysOnly(view.say, 'words.anger', text);

const fewWords = 4;

/** The same where the prompt knows its answers, and the text is none: a few other words do not matter. */
export function vents(text: string, view: View): boolean {
  const rest = besides(view.say, 'words.anger', text);
  return rest !== undefined && rest.length <= fewWords && !/[\d@]/.test(text);
}

/** A word of understanding, the prompt again, and a person at once. */
export function sootheInForm(state: InForm, type: WorkOrderType, view: View): Outcome {
  const here: ConversationState = { ...state, form: outOfPatience(state.form), expecting: { kind: 'form' } };
  const person = choice(view.say('choice.person'), { kind: 'command', name: 'person' });
  // At a prompt the ways out come with it; the review has none of its own.
  const choices = state.form.asking === undefined ? [person] : [];
  return say({ kind: 'notice', text: view.say('form.soothe'), choices }, repeatPrompt(here, type, view));
}

/** The same outside a form. */
export const soothe = (state: ConversationState, view: View): Outcome =>
  outcome(state, {
    kind: 'notice',
    text: view.say('soothe'),
    choices: [
      choice(view.say('choice.person'), { kind: 'command', name: 'person' }),
      choice(view.say('choice.file-new'), { kind: 'command', name: 'file' }),
    ],
  });
