import type { Field } from '../work-orders/field.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { goOn, notedReply } from './filling.ts';
import { fill, skip } from './form.ts';
import { type Outcome, say } from './outcome.ts';
import type { ConversationState, Form, InForm } from './state.ts';
import type { View } from './view.ts';

/** After an answer: back to the review where the field was edited from there, else the next field. */
export function accepted(state: ConversationState, type: WorkOrderType, form: Form, view: View): Outcome {
  return goOn({ ...state, form, expecting: { kind: 'form' } }, type, view);
}

/** The same, after saying what was read out of the message besides. */
export function acceptedWith(
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

/** Goes on with the answer that is there, which the requester has now seen; undefined where there is none. */
export function keepAnswer(
  state: InForm,
  type: WorkOrderType,
  { id }: Field,
  view: View,
): Outcome | undefined {
  const given = state.form.filled[id];
  return given && accepted(state, type, fill(state.form, { [id]: { ...given, guess: false } }), view);
}

/** Goes on without the field; files that were sent for it stay. */
export function skipped(state: InForm, type: WorkOrderType, field: Field, view: View): Outcome {
  const { form } = state;
  const keeps = field.kind === 'attachment' && form.filled[field.id] !== undefined;
  return accepted(state, type, keeps ? form : skip(form, field.id), view);
}
