import type { Field } from '../work-orders/field.ts';
import { exampleOf } from '../work-orders/fields/field-codecs.ts';
import { choice } from './choices.ts';
import type { Reply, ReplyChoice } from './reply.ts';
import type { Form } from './state.ts';
import type { View } from './view.ts';

/** Refusals in a row after which the prompt offers another way out. */
const patience = 3;

/** The question for one field, with its hint, its choices and the ways out. */
export function promptReply(field: Field, form: Form, view: View, problem?: string): Reply {
  const stuck = form.attempts >= patience;
  const parts = problem
    ? [problem, exampleLine(field, view), stuck && view.say('form.stuck', { label: field.label })]
    : [view.say('form.prompt', { prompt: field.prompt }), hintLine(field, view), optionalLine(field, view)];
  return {
    kind: 'prompt',
    text: parts.filter(Boolean).join(problem ? '\n\n' : ' '),
    choices: [...fieldChoices(field, form, view), ...waysOut(field, stuck, view)],
  };
}

const hintLine = (field: Field, view: View): string =>
  field.hint === undefined ? '' : view.say('form.hint', { hint: field.hint });

const optionalLine = (field: Field, view: View): string => (field.required ? '' : view.say('form.optional'));

function exampleLine(field: Field, view: View): string {
  const listed = field.kind === 'choice' || field.kind === 'yes-no';
  const example = listed ? '' : exampleOf(field);
  return example && view.say('form.example', { example });
}

function fieldChoices(field: Field, form: Form, view: View): readonly ReplyChoice[] {
  const pick = (label: string, value: string) =>
    choice(label, { kind: 'value', form: form.id, field: field.id, value });
  if (field.kind === 'choice') return field.choices.map((one) => pick(one.label, one.value));
  return field.kind === 'yes-no' ? [pick(view.say('yes'), 'yes'), pick(view.say('no'), 'no')] : [];
}

function waysOut(field: Field, stuck: boolean, view: View): readonly ReplyChoice[] {
  const skip = choice(view.say('choice.skip'), { kind: 'command', name: 'skip' });
  const person = choice(view.say('choice.person'), { kind: 'command', name: 'person' });
  const cancel = choice(view.say('choice.cancel'), { kind: 'command', name: 'cancel' });
  return [...(field.required ? [] : [skip]), ...(stuck ? [person, cancel] : [])];
}
