import { validateField } from '../work-orders/fields/field-codecs.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { accepted, keepAnswer } from './accepting.ts';
import { removeFile } from './attaching.ts';
import { choice, type FormAction, type Picked } from './choices.ts';
import { addToDuplicate, duplicateOf, offerDuplicate } from './duplicates.ts';
import { fileForm } from './filing.ts';
import { askField, goOn, repeatPrompt } from './filling.ts';
import { fieldsOf, fill, nextField } from './form.ts';
import { droppedNotice, obey, offerToDrop, skipField } from './obeying.ts';
import { expecting, type Outcome, outcome, say } from './outcome.ts';
import { offerTypes, retype } from './retyping.ts';
import type { ConversationState, InForm } from './state.ts';
import { asMarkdown, cleanText } from './text.ts';
import { listWorkOrders } from './tracking.ts';
import { fieldContext, type View } from './view.ts';

/** A card's button counts only for the form that is open; it carries that form's id. */
export function withForm(
  state: ConversationState,
  id: string,
  view: View,
  then: (state: InForm, type: WorkOrderType) => Outcome,
): Outcome {
  const { form } = state;
  if (form && form.id === id && view.pinned) return then({ ...state, form }, view.pinned);
  return form ? outdated(state, view) : ofEarlierForm(state, id, view);
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

type PickedInForm = Extract<Picked, { readonly form: string }>;

/** What a button of the open form's cards and prompts means. */
export function pickInForm(state: InForm, type: WorkOrderType, picked: PickedInForm, view: View): Outcome {
  switch (picked.kind) {
    case 'form':
      return actOnForm(state, type, picked.action, view);
    case 'value':
      return pickValue(state, type, picked, view);
    case 'edit':
      return fieldsOf(type, state.form).some(({ id }) => id === picked.field)
        ? askField(state, type, picked.field, view)
        : outdated(state, view);
    case 'skip':
    case 'keep': {
      const goOnFrom = picked.kind === 'skip' ? skipField : keepAnswer;
      const field = type.fields.find(({ id }) => id === picked.field && id === state.form.asking);
      return (field && goOnFrom(state, type, field, view)) ?? outdated(state, view);
    }
    case 'remove':
      return removeFile(state, type, picked.file, view) ?? outdated(state, view);
    case 'retype': {
      const other = view.types.get(picked.type);
      return other && other.id !== type.id ? retype(state, type, other, view) : outdated(state, view);
    }
  }
}

function actOnForm(state: InForm, type: WorkOrderType, action: FormAction, view: View): Outcome {
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
        droppedNotice(view),
      );
    case 'keep':
    case 'continue':
      return repeatPrompt(state, type, view);
  }
}

/** Asks for what is missing; offers what is open about the same; else files. */
function file(state: InForm, type: WorkOrderType, view: View): Outcome {
  if (nextField(type, state.form)) return goOn(expecting(state, { kind: 'form' }), type, view);
  const duplicate = state.form.separate ? undefined : duplicateOf(type, state.form, view);
  return duplicate ? offerDuplicate(state, duplicate, view) : fileForm(state, type, view);
}

function pickField(state: InForm, type: WorkOrderType, view: View): Outcome {
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
  state: InForm,
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

/** A button that means nothing any more: what stands now is shown. */
export function outdated(state: ConversationState, view: View): Outcome {
  const notice = { kind: 'notice' as const, text: view.say('form.outdated') };
  if (state.form && view.pinned) return say(notice, repeatPrompt(state, view.pinned, view));
  return view.own.length > 0 ? say(notice, listWorkOrders(state, view)) : outcome(state, notice);
}
