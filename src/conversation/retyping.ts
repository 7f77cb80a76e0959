import type { Field, Filled } from '../work-orders/field.ts';
import { schemaOf } from '../work-orders/fields/field-codecs.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { choice } from './choices.ts';
import { openForm, repeatPrompt } from './filling.ts';
import { expecting, type Outcome, outcome, say } from './outcome.ts';
import type { Form, InForm } from './state.ts';
import type { View } from './view.ts';

/** The other types, to change the open form to. */
export function offerTypes(state: InForm, type: WorkOrderType, view: View): Outcome {
  const others = [...view.types.values()].filter(({ id }) => id !== type.id);
  if (others.length === 0)
    return say({ kind: 'notice', text: view.say('retype.none') }, repeatPrompt(state, type, view));
  return outcome(expecting(state, { kind: 'new-type' }), {
    kind: 'prompt',
    text: view.say('retype.choose', { type: type.title }),
    choices: [
      ...others.map((one) => choice(one.title, { kind: 'retype', form: state.form.id, type: one.id })),
      choice(view.say('retype.no'), { kind: 'form', form: state.form.id, action: 'keep' }),
    ],
  });
}

/** One other type, which the requester's words seem to mean. */
export function offerType(state: InForm, type: WorkOrderType, other: WorkOrderType, view: View): Outcome {
  return outcome(expecting(state, { kind: 'new-type', type: other.id }), {
    kind: 'prompt',
    text: view.say('retype.ask', { type: type.title, other: other.title }),
    choices: [
      choice(view.say('retype.yes'), { kind: 'retype', form: state.form.id, type: other.id }),
      choice(view.say('retype.no'), { kind: 'form', form: state.form.id, action: 'keep' }),
    ],
  });
}

/** A form of another type in the place of this one, with what carries over; its old cards count no more. */
export function retype(state: InForm, from: WorkOrderType, to: WorkOrderType, view: View): Outcome {
  const { form } = state;
  const carried = { filled: carriedOver(from, to, form), files: form.files };
  return openForm({ ...state, form: undefined }, to, form.question, view, carried);
}

/** By id and kind where both types have the field; else by a kind that each type has once, as a guess. */
function carriedOver(from: WorkOrderType, to: WorkOrderType, form: Form): Readonly<Record<string, Filled>> {
  const found = to.fields.flatMap((field): readonly (readonly [string, Filled])[] => {
    const same = from.fields.find((one) => one.id === field.id && one.kind === field.kind);
    const source = same ?? onlyOfKind(from, to, field);
    const filled = source && form.filled[source.id];
    if (!filled || !takes(field, filled.value)) return [];
    return [[field.id, { ...filled, guess: filled.guess || !same }]];
  });
  return Object.fromEntries(found);
}

/** Kinds whose values mean the same wherever they stand; a date or a choice does not. */
const meaningful: readonly Field['kind'][] = [
  'email',
  'phone',
  'amount',
  'transaction-id',
  'address',
  'url',
  'paragraph',
  'attachment',
];

function onlyOfKind(from: WorkOrderType, to: WorkOrderType, { kind }: Field): Field | undefined {
  const ofKind = (type: WorkOrderType) => type.fields.filter((one) => one.kind === kind);
  const [only] = ofKind(from);
  const once = ofKind(from).length === 1 && ofKind(to).length === 1;
  return meaningful.includes(kind) && once ? only : undefined;
}

/** Whether the other type's own definition takes the value as it stands. */
const takes = (field: Field, value: string): boolean =>
  schemaOf({ fields: [{ ...field, when: {} }] }).safeParse({ [field.id]: value }).success;
