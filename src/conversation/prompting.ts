import type { Field } from '../work-orders/field.ts';
import { fileIds, shownBytes } from '../work-orders/fields/attachment.ts';
import { exampleOf } from '../work-orders/fields/field-codecs.ts';
import type { Invalid, Option } from '../work-orders/fields/problem.ts';
import { choice } from './choices.ts';
import { problemText } from './problem-text.ts';
import type { Reply, ReplyChoice } from './reply.ts';
import { shownValue } from './reviewing.ts';
import type { Form } from './state.ts';
import { shorten } from './text.ts';
import type { View } from './view.ts';

/** How often the same prompt may come before it offers another way out. */
const patience = 3;

/** The form at whose next prompt the ways out come at once. */
export const outOfPatience = (form: Form): Form => ({ ...form, attempts: Math.max(form.attempts, patience) });

/**
 * The question for one field, with its hint, its choices and the ways out; `instead` is said in the
 * question's place. Where an answer had two meanings, both can be chosen.
 */
export function promptReply(field: Field, form: Form, view: View, instead?: string | Invalid): Reply {
  const problem = typeof instead === 'object' ? problemText(instead, view) : instead;
  const meant = typeof instead === 'object' ? (instead.options ?? []) : [];
  const stuck = form.attempts >= patience;
  const parts = problem
    ? [problem, exampleLine(field, view), stuckLine(field, stuck, view)]
    : [
        view.say('form.prompt', { prompt: field.prompt }),
        hintLine(field, view),
        limitLine(field, view),
        optionalLine(field, view),
        stuckLine(field, stuck, view),
      ];
  return {
    kind: 'prompt',
    text: parts.filter(Boolean).join(problem ? '\n\n' : ' '),
    choices: [
      ...optionChoices(field, form, meant),
      ...fieldChoices(field, form, view),
      ...keepChoice(field, form, view),
      ...waysOut(field, form, stuck, view),
    ],
  };
}

const hintLine = (field: Field, view: View): string =>
  field.hint === undefined ? '' : view.say('form.hint', { hint: field.hint });

const limitLine = (field: Field, view: View): string =>
  field.kind === 'attachment'
    ? view.say('form.file-limits', { count: String(field.maxCount), size: shownBytes(field.maxBytes) })
    : '';

const optionalLine = (field: Field, view: View): string => (field.required ? '' : view.say('form.optional'));

const stuckLine = ({ label, required }: Field, stuck: boolean, view: View): string =>
  stuck ? view.say(required ? 'form.stuck' : 'form.stuck-optional', { label }) : '';

export function exampleLine(field: Field, view: View): string {
  const listed = field.kind === 'choice' || field.kind === 'yes-no';
  const example = listed ? '' : exampleOf(field);
  return example && view.say('form.example', { example });
}

function fieldChoices(field: Field, form: Form, view: View): readonly ReplyChoice[] {
  const pick = (label: string, value: string) =>
    choice(label, { kind: 'value', form: form.id, field: field.id, value });
  if (field.kind === 'choice') return field.choices.map((one) => pick(one.label, one.value));
  if (field.kind === 'attachment') return removals(field, form, view);
  return field.kind === 'yes-no' ? [pick(view.say('yes'), 'yes'), pick(view.say('no'), 'no')] : [];
}

/** Who came back to a question need not type its answer again. */
function keepChoice(field: Field, form: Form, view: View): readonly ReplyChoice[] {
  const filled = form.filled[field.id];
  if (field.kind === 'attachment' || filled === undefined) return [];
  const value = shorten(shownValue(field, filled.value, form, view).replace(/\s+/g, ' '), 60);
  const label = view.say('choice.keep', { value });
  return [choice(label, { kind: 'keep', form: form.id, field: field.id })];
}

const optionChoices = (field: Field, form: Form, options: readonly Option[]): readonly ReplyChoice[] =>
  options.map(({ label, value }) => choice(label, { kind: 'value', form: form.id, field: field.id, value }));

const removals = (field: Field, form: Form, view: View): readonly ReplyChoice[] =>
  fileIds(form.filled[field.id]?.value ?? '').flatMap((id) => {
    const name = form.files.find((file) => file.id === id)?.name;
    return name === undefined
      ? []
      : [choice(view.say('choice.remove', { name }), { kind: 'remove', form: form.id, file: id })];
  });

/** Buttons of an older prompt must not act on the one that stands now: they carry the form and the field. */
function waysOut(field: Field, form: Form, stuck: boolean, view: View): readonly ReplyChoice[] {
  const skip = choice(view.say('choice.skip'), { kind: 'skip', form: form.id, field: field.id });
  const person = choice(view.say('choice.person'), { kind: 'command', name: 'person' });
  const cancel = choice(view.say('choice.cancel'), { kind: 'form', form: form.id, action: 'cancel' });
  return [...(field.required ? [] : [skip]), ...(stuck ? [person, cancel] : [])];
}

/** Any words are an answer. */
export const isFreeText = (field: Field | undefined): boolean =>
  field?.kind === 'text' || field?.kind === 'paragraph';
