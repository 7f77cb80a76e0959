import type { PhraseKey } from '../desk/phrases.ts';
import type { Field } from '../work-orders/field.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { repeatPrompt } from './filling.ts';
import { type Outcome, say } from './outcome.ts';
import { exampleLine } from './prompting.ts';
import type { InForm } from './state.ts';
import { foldText } from './text.ts';
import type { View } from './view.ts';
import { besides, isQuestion, opensLikeQuestion } from './words.ts';

/** What is asked of the form's question itself, and not of the folder: why, whether it must be, what is meant. */
export function explain(
  state: InForm,
  type: WorkOrderType,
  field: Field,
  text: string,
  view: View,
): Outcome | undefined {
  const told = explanation(field, text, view);
  return told === undefined
    ? undefined
    : say({ kind: 'notice', text: told }, repeatPrompt(state, type, view));
}

function explanation(field: Field, text: string, view: View): string | undefined {
  const { label, prompt } = field;
  // "My email" is the e-mail address.
  const called = foldText(`${label} ${prompt} ${`${label} ${prompt}`.replaceAll('-', '')}`).split(' ');
  const asks = (key: PhraseKey): boolean => asksIt(key, called, text, view);
  if (asks('words.why')) return whyOf(field, view);
  const isAsked = text.endsWith('?') || isQuestion(text, view) || opensLikeQuestion(text, view);
  if (isAsked && asks('words.needed')) return neededOf(field, view);
  if (asksIt('words.unclear', [], text, view)) return meantBy(field, view);
  // What it is and where it stands the folder may know better.
  const asksWhat = asks('words.unclear') || asks('words.where');
  return asksWhat && !isAnswered(text, view) ? meantBy(field, view) : undefined;
}

/** "Why do you need my e-mail address": of these words, what the field is called by, and nothing besides. */
function asksIt(key: PhraseKey, called: readonly string[], text: string, view: View): boolean {
  const others = besides(view.say, key, text);
  if (others === undefined) return false;
  const rest = others.filter((word) => !called.includes(word)).join(' ');
  return rest === '' || besides(view.say, 'words.the-question', rest)?.length === 0;
}

const isAnswered = (text: string, view: View): boolean =>
  view.knowledge.answer(text, { lang: view.lang }).kind === 'confident';

const whyOf = ({ why, label }: Field, view: View): string => why ?? view.say('form.why', { label });

const neededOf = ({ required, label }: Field, view: View): string =>
  view.say(required ? 'form.required' : 'form.not-needed', { label });

const meantBy = (field: Field, view: View): string =>
  [view.say('form.meant', { label: field.label }), field.why, exampleLine(field, view)]
    .filter(Boolean)
    .join('\n\n');
