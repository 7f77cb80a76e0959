import type { Field } from '../work-orders/field.ts';
import { showFiles } from '../work-orders/fields/attachment.ts';
import { showField } from '../work-orders/fields/field-codecs.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { choice } from './choices.ts';
import { fieldsOf, review } from './form.ts';
import { removedInWords } from './matter.ts';
import { type Outcome, outcome } from './outcome.ts';
import type { Fact } from './reply.ts';
import type { ConversationState, Form } from './state.ts';
import { asMarkdown } from './text.ts';
import type { View } from './view.ts';

/** All that would be sent, guesses marked, with what was removed and what is promised. */
export function showReview(state: ConversationState, type: WorkOrderType, view: View): Outcome {
  if (!state.form) return outcome(state);
  const form = review(state.form);
  const facts = [...factsOf(type, form, view), ...removedFact(state, view)];
  const note = view.say('review.note', promisedTimes(type));
  const title = view.say('review.title', { type: type.title });
  return outcome(
    { ...state, form, expecting: { kind: 'form' } },
    {
      kind: 'review',
      text: `**${asMarkdown(title)}**\n\n${factLines(facts)}\n\n${note}\n\n${view.say('review.ask')}`,
      card: { kind: 'review', formId: form.id, title, facts, note },
      choices: [
        choice(view.say('review.file'), { kind: 'form', form: form.id, action: 'file' }),
        choice(view.say('review.change'), { kind: 'form', form: form.id, action: 'change' }),
        choice(view.say('review.cancel'), { kind: 'form', form: form.id, action: 'cancel' }),
      ],
    },
  );
}

function removedFact(state: ConversationState, view: View): readonly Fact[] {
  const value = removedInWords(state, view);
  return value === '' ? [] : [{ label: view.say('review.removed'), value }];
}

const promisedTimes = ({ serviceLevel }: WorkOrderType) => ({
  response: serviceLevel.firstResponseHours.join('–'),
  resolution: serviceLevel.resolutionDays.join('–'),
});

export const factLines = (facts: readonly Fact[]): string =>
  facts.map((fact) => `- **${asMarkdown(fact.label)}:** ${asMarkdown(fact.value)}`).join('\n');

/** As the requester reads it: yes and no in their language, files by their names. */
export function shownValue(field: Field, value: string, form: Form, view: View): string {
  if (field.kind === 'yes-no') return view.say(value === 'yes' ? 'yes' : 'no');
  if (field.kind === 'attachment') return showFiles(value, form.files);
  return showField(field, value, view.zone, view.lang);
}

/** The form's fields with their values; "not given" where one has none. */
export const factsOf = (type: WorkOrderType, form: Form, view: View): readonly Fact[] =>
  fieldsOf(type, form).map((field) => factOf(field, form, view));

/** Only those that have a value, and may be told. */
export const givenFacts = (
  type: WorkOrderType,
  form: Form,
  view: View,
  mayTell: (field: Field) => boolean = () => true,
): readonly Fact[] =>
  fieldsOf(type, form)
    .filter((field) => form.filled[field.id] && mayTell(field))
    .map((field) => factOf(field, form, view));

export function factOf(field: Field, form: Form, view: View): Fact {
  const filled = form.filled[field.id];
  if (!filled) return { label: field.label, value: view.say('review.not-given') };
  const shown = shownValue(field, filled.value, form, view);
  return { label: field.label, value: filled.guess ? `${shown} ${view.say('review.guess')}` : shown };
}
