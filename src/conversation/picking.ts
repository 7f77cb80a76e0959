import { validateField } from '../work-orders/fields/field-codecs.ts';
import { findNumbers } from '../work-orders/number.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { act, beginAction } from './acting.ts';
import { offer, pickArticle, questionAt, voted } from './answering.ts';
import { accepted } from './answering-a-field.ts';
import { answerTo } from './answering-staff.ts';
import { removeFile } from './attaching.ts';
import { awaitAnswer } from './awaiting.ts';
import { choice, type FormAction, type Picked, type WorkOrderAction } from './choices.ts';
import { claim } from './claiming.ts';
import { addToDuplicate, duplicateOf, offerDuplicate } from './duplicates.ts';
import { askField, fieldContext, fileForm, goOn, repeatPrompt, say } from './filing.ts';
import { fieldsOf, fill, nextField } from './form.ts';
import { beginFiling, chooseType, obey, offerToDrop, skipField } from './obeying.ts';
import { expecting, type Outcome, outcome } from './outcome.ts';
import { askRating, rate, scoreOf } from './rating.ts';
import { offerTypes, retype } from './retyping.ts';
import type { ConversationState, Form } from './state.ts';
import { asMarkdown, cleanText } from './text.ts';
import { listWorkOrders, showWorkOrder } from './tracking.ts';
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
      return state.form ? outdated(state, view) : chooseType(state, questionAt(state), view);
    case 'type':
      return state.form ? outdated(state, view) : beginFiling(state, picked.type, questionAt(state), view);
    case 'form':
      return withForm(state, picked.form, view, (form, type) =>
        actOnForm({ ...state, form }, type, picked.action, view),
      );
    case 'value':
      return withForm(state, picked.form, view, (form, type) =>
        pickValue({ ...state, form }, type, picked, view),
      );
    case 'edit':
      return withForm(state, picked.form, view, (form, type) =>
        fieldsOf(type, form).some((field) => field.id === picked.field)
          ? askField({ ...state, form }, type, picked.field, view)
          : outdated(state, view),
      );
    case 'skip':
      return withForm(state, picked.form, view, (form, type) => {
        const field = type.fields.find(({ id }) => id === picked.field);
        return field && form.asking === field.id
          ? skipField({ ...state, form }, type, field, view)
          : outdated(state, view);
      });
    case 'remove':
      return withForm(
        state,
        picked.form,
        view,
        (form, type) => removeFile({ ...state, form }, type, picked.file, view) ?? outdated(state, view),
      );
    case 'retype':
      return withForm(state, picked.form, view, (form, type) => {
        const other = view.types.get(picked.type);
        return other && other.id !== type.id
          ? retype({ ...state, form }, type, other, view)
          : outdated(state, view);
      });
    case 'work-order':
      return actOnWorkOrder(state, picked.number, picked.action, messageId, view);
    case 'unknown':
      return outdated(state, view);
  }
}

function outdated(state: ConversationState, view: View): Outcome {
  const notice = { kind: 'notice' as const, text: view.say('form.outdated') };
  if (state.form && view.pinned) return say(notice, repeatPrompt(state, view.pinned, view));
  return view.own.length > 0 ? say(notice, listWorkOrders(state, view)) : outcome(state, notice);
}

/** A card's button counts only for the form that is open; it carries that form's id. */
function withForm(
  state: ConversationState,
  id: string,
  view: View,
  then: (form: Form, type: WorkOrderType) => Outcome,
): Outcome {
  if (state.form && state.form.id === id && view.pinned) return then(state.form, view.pinned);
  return state.form ? outdated(state, view) : ofEarlierForm(state, id, view);
}

/** Nothing is open: that form was sent, was dropped, or is long gone. */
function ofEarlierForm(state: ConversationState, id: string, view: View): Outcome {
  if (state.sent === id)
    return say({ kind: 'notice', text: view.say('form.already-sent') }, listWorkOrders(state, view));
  if (state.dropped?.id !== id) return outdated(state, view);
  return outcome(state, {
    kind: 'notice',
    text: view.say('form.was-dropped'),
    choices: [choice(view.say('choice.resume'), { kind: 'command', name: 'resume' })],
  });
}

function actOnForm(
  state: ConversationState & { readonly form: Form },
  type: WorkOrderType,
  action: FormAction,
  view: View,
): Outcome {
  switch (action) {
    case 'file':
      return file(state, type, view);
    case 'separate':
      return file({ ...state, form: { ...state.form, separate: true } }, type, view);
    case 'add':
      return addToDuplicate(state, type, view);
    case 'change':
      return pickField(state, type, view);
    case 'change-type':
      return offerTypes(state, type, view);
    case 'cancel':
      return obey(state, 'cancel', '', view);
    case 'solved':
      return offerToDrop(state, view);
    case 'drop':
      return outcome(
        { ...state, form: undefined, dropped: state.form, expecting: { kind: 'anything' } },
        {
          kind: 'notice',
          text: view.say('form.cancelled'),
          choices: [choice(view.say('choice.resume'), { kind: 'command', name: 'resume' })],
        },
      );
    case 'keep':
    case 'continue':
      return repeatPrompt(state, type, view);
  }
}

/** Asks for what is missing; offers what is open about the same; else files. */
function file(state: ConversationState & { readonly form: Form }, type: WorkOrderType, view: View): Outcome {
  if (nextField(type, state.form)) return goOn(expecting(state, { kind: 'form' }), type, view);
  const duplicate = state.form.separate ? undefined : duplicateOf(type, state.form, view);
  return duplicate ? offerDuplicate(state, duplicate, view) : fileForm(state, type, view);
}

function pickField(
  state: ConversationState & { readonly form: Form },
  type: WorkOrderType,
  view: View,
): Outcome {
  return outcome(expecting(state, { kind: 'field-to-change' }), {
    kind: 'prompt',
    text: view.say('form.pick-field'),
    choices: [
      ...fieldsOf(type, state.form).map((field) =>
        choice(field.label, { kind: 'edit', form: state.form.id, field: field.id }),
      ),
      choice(view.say('choice.change-type'), { kind: 'form', form: state.form.id, action: 'change-type' }),
    ],
  });
}

function pickValue(
  state: ConversationState & { readonly form: Form },
  type: WorkOrderType,
  picked: Extract<Picked, { kind: 'value' }>,
  view: View,
): Outcome {
  const field = type.fields.find((one) => one.id === picked.field);
  const value = cleanText(picked.value);
  const checked = field && validateField(field, value, fieldContext(view));
  if (!field || checked?.kind !== 'ok' || field.kind === 'attachment') return repeatPrompt(state, type, view);
  const filled = { value: checked.value, source: value, guess: false };
  const next = accepted(state, type, fill(state.form, { [field.id]: filled }), view);
  if (state.form.asking === field.id) return next;
  // A button of an older prompt: what it did must be seen.
  const told = view.say('form.changed', { label: field.label, value: asMarkdown(checked.shown) });
  return say({ kind: 'notice', text: told }, next);
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
