import { findNumbers } from '../work-orders/number.ts';
import { act, beginAction } from './acting.ts';
import { offer, pickArticle, voted } from './answering.ts';
import { answerTo } from './answering-staff.ts';
import { awaitAnswer } from './awaiting.ts';
import type { Picked, WorkOrderAction } from './choices.ts';
import { claim } from './claiming.ts';
import { questionAt, toldAt } from './going-on.ts';
import { beginFiling, chooseType, obey } from './obeying.ts';
import { expecting, type Outcome, outcome } from './outcome.ts';
import { outdated, pickInForm, withForm } from './picking-in-form.ts';
import { askRating, rate, scoreOf } from './rating.ts';
import type { ConversationState } from './state.ts';
import { showWorkOrder } from './tracking.ts';
import type { View } from './view.ts';

/** What a button means now: one of an older message answers with what is current. */
export function pick(state: ConversationState, picked: Picked, messageId: string, view: View): Outcome {
  switch (picked.kind) {
    case 'command':
      return obey(state, picked.name, '', view);
    case 'article':
      return pickArticle(state, picked.article, view);
    case 'vote':
      return voted(state, picked.vote, picked.article, view);
    case 'none':
      return offer(state, questionAt(state), view);
    case 'decline':
      return outcome(expecting(state, { kind: 'anything' }), {
        kind: 'notice',
        text: view.say('offer.declined'),
      });
    case 'await-answer':
      return questionAt(state) === '' ? outdated(state, view) : awaitAnswer(state, messageId, view);
    case 'other-type':
      return state.form ? outdated(state, view) : chooseType(state, toldAt(state, view), view);
    case 'type':
      return state.form ? outdated(state, view) : beginFiling(state, picked.type, toldAt(state, view), view);
    case 'form':
    case 'value':
    case 'edit':
    case 'skip':
    case 'keep':
    case 'remove':
    case 'retype':
      return withForm(state, picked.form, view, (open, type) => pickInForm(open, type, picked, view));
    case 'work-order':
      return actOnWorkOrder(state, picked.number, picked.action, messageId, view);
    case 'unknown':
      return outdated(state, view);
  }
}

function actOnWorkOrder(
  state: ConversationState,
  number: string,
  action: WorkOrderAction,
  messageId: string,
  view: View,
): Outcome {
  // A value comes through a channel: what is no number of the desk's is not repeated.
  if (findNumbers(view.desk.prefix, number)[0]?.number !== number) return outdated(state, view);
  switch (action) {
    case 'rate-1':
    case 'rate-2':
    case 'rate-3':
    case 'rate-4':
    case 'rate-5':
      return rate(state, number, { score: scoreOf(action), comment: '' }, messageId, view);
    case 'show':
      return showWorkOrder(state, number, view);
    case 'reopen':
      return beginAction(state, 'reopening', number, view);
    case 'rate':
      return askRating(state, number, view);
    case 'answer':
      return answerTo(state, number, messageId, view);
    case 'claim':
      return claim(state, number, messageId, view);
    case 'add':
      return beginAction(state, 'comment', number, view);
    case 'escalate':
      return beginAction(state, 'escalation', number, view);
    case 'withdraw':
      return beginAction(state, 'withdrawal', number, view);
    case 'withdraw-now':
      return act(state, { kind: 'withdraw', id: `withdraw:${messageId}`, number }, view);
    case 'keep':
      return outcome(expecting(state, { kind: 'anything' }), {
        kind: 'notice',
        text: view.say('withdraw.kept', { number }),
      });
  }
}
