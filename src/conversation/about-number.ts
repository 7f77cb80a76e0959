import { act, beginAction } from './acting.ts';
import type { Outcome } from './outcome.ts';
import { askRating, rate, readRating } from './rating.ts';
import type { ConversationState } from './state.ts';
import { hasWords } from './text.ts';
import { showWorkOrder } from './tracking.ts';
import type { View } from './view.ts';
import { afterOpening, isQuestion } from './words.ts';

/** What is wanted of the work order whose number stands in the text. */
export function aboutNumber(
  state: ConversationState,
  number: string,
  text: string,
  messageId: string,
  view: View,
): Outcome {
  const opens = (command: 'withdraw' | 'escalate' | 'reopen' | 'rate' | 'add'): boolean =>
    afterOpening(view.say, `command.${command}`, text) !== undefined;
  const told = /:\s*(\S[\s\S]*)$/.exec(text)?.[1];
  if (opens('withdraw')) return beginAction(state, 'withdrawal', number, view);
  if (opens('rate')) return rateIt(state, number, text, messageId, view);
  if (opens('escalate'))
    return told === undefined
      ? beginAction(state, 'escalation', number, view)
      : act(state, { kind: 'escalate', id: `escalate:${messageId}`, number, reason: told }, view);
  if (opens('reopen'))
    return told === undefined
      ? beginAction(state, 'reopening', number, view)
      : act(state, { kind: 'reopen', id: `reopen:${messageId}`, number, reason: told }, view);
  const said = opens('add') ? told : answerBeside(number, text, view);
  if (said !== undefined)
    return act(state, { kind: 'comment', id: `comment:${messageId}`, number, text: said }, view);
  return opens('add') ? beginAction(state, 'comment', number, view) : showWorkOrder(state, number, view);
}

function rateIt(
  state: ConversationState,
  number: string,
  text: string,
  messageId: string,
  view: View,
): Outcome {
  const rating = readRating(text.slice(text.lastIndexOf(number.slice(-4)) + 4).replace(/^[\s:,]+/, ''));
  return rating ? rate(state, number, rating, messageId, view) : askRating(state, number, view);
}

/** "WO-7K3M-Q9TF: it was Berlin": what stands beside the number answers what staff asked. */
function answerBeside(number: string, text: string, view: View): string | undefined {
  const waits = view.own.some((one) => one.number === number && one.status === 'pending');
  const rest = text.replace(number, '').replace(/^[\s:,–-]+|(?<![\s:,–-])[\s:,–-]+$/g, '');
  return waits && hasWords(rest) && rest.includes(' ') && !isQuestion(text, view) ? rest : undefined;
}
