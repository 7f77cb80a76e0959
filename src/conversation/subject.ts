import type { Field } from '../work-orders/field.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { isFreeText } from './prompting.ts';
import type { Form } from './state.ts';
import { shorten } from './text.ts';

const longest = 80;

type Values = Readonly<Record<string, string>>;

/**
 * The one line that requesters and staff see of a work order in lists: the type, and what it is about in
 * the requester's own words. A field with the id "subject" asks for just that; else what happened, else
 * the question it began with, else what was chosen. Nothing sensitive: lists and mails show it.
 */
export function subjectOf(type: WorkOrderType, values: Values, form: Form): string {
  const words =
    saidIn(type, values, (field) => field.id === 'subject' && isFreeText(field)) ??
    saidIn(type, values, ({ kind }) => kind === 'paragraph') ??
    harmless(form.question, type, form) ??
    chosenIn(type, values);
  return words ? `${type.title}: ${shorten(words.replace(/\s+/g, ' '), longest)}` : type.title;
}

function saidIn({ fields }: WorkOrderType, values: Values, isMeant: (field: Field) => boolean) {
  const field = fields.find((one) => isMeant(one) && !one.sensitive && values[one.id]);
  return field && values[field.id];
}

// "File an account change" says no more than the type does.
const tellingWords = 6;

/** The question, where it tells something and none of it is sensitive: "my new number is …". */
function harmless(question: string, { fields }: WorkOrderType, { filled }: Form): string | undefined {
  const told = fields.some(({ id, sensitive }) => {
    const source = filled[id]?.source;
    return sensitive && source !== undefined && question.includes(source);
  });
  return told || question.split(/\s+/).length < tellingWords ? undefined : question;
}

function chosenIn({ fields }: WorkOrderType, values: Values): string | undefined {
  const labels = fields.flatMap((field) =>
    field.kind === 'choice' && !field.sensitive
      ? field.choices.filter(({ value }) => value === values[field.id]).map(({ label }) => label)
      : [],
  );
  return labels[0];
}
